using System.Globalization;
using System.Text;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Jepsen;

/// <summary>
/// Reads EDN (the extensible data notation of Clojure), value by value. A vector or list at the outermost level is entered, so that a history in one pair of brackets
/// streams as one of a map after the other. Tags are dropped, and what they tag kept.
/// </summary>
internal sealed class EdnReader(TextReader reader, string path, long line = 1, long column = 1)
{
    private const int Deepest = 64;
    private const int LongestToken = 1 << 20;
    private const int MostItems = 1 << 22;

    private readonly StringBuilder token = new();
    private (char Close, long Line, long Column)? outermost;

    /// <summary>The next value; null at the end.</summary>
    /// <exception cref="HistoryException">The text is no EDN.</exception>
    public EdnValue? Next()
    {
        while (true)
        {
            Skip();
            int c = reader.Peek();
            if (c < 0)
            {
                if (outermost is { } open) throw Error($"the text ends, expected '{open.Close}' for the bracket of line {open.Line}, column {open.Column}");
                return null;
            }

            if (outermost is { } inside && c == inside.Close)
            {
                Take();
                outermost = null;
            }
            else if (outermost is null && c is '[' or '(')
            {
                outermost = (c == '[' ? ']' : ')', line, column);
                Take();
            }
            else if (Value(0) is { } value)
            {
                return value;
            }
        }
    }

    /// <summary>The next value as it is, brackets and all; null at the end.</summary>
    public EdnValue? Whole()
    {
        Skip();
        return reader.Peek() < 0 ? null : Value(0);
    }

    private HistoryException Error(string message) => new(path, line, column, message);

    private int Take()
    {
        int c = reader.Read();
        if (c == '\n') (line, column) = (line + 1, 1);
        else column++;
        return c;
    }

    /// <summary>Goes over white space, commas and comments.</summary>
    private void Skip()
    {
        for (int c; (c = reader.Peek()) >= 0; Take())
        {
            if (c == ';')
            {
                while (reader.Peek() is not ('\n' or < 0)) Take();
                if (reader.Peek() < 0) return;
            }
            else if (c != ',' && !char.IsWhiteSpace((char)c))
            {
                return;
            }
        }
    }

    /// <summary>A value; null for one that is marked to be dropped (#_).</summary>
    private EdnValue? Value(int depth)
    {
        if (depth > Deepest) throw Error($"values are nested more than {Deepest} deep, which no history is");
        (long atLine, long atColumn) = (line, column);
        int c = reader.Peek();
        switch (c)
        {
            case '[' or '(': return Collection(EdnKind.Vector, c == '[' ? ']' : ')', depth);
            case '{': return Collection(EdnKind.Map, '}', depth);
            case '"': return new EdnValue(EdnKind.Text, Quoted(), 0, [], atLine, atColumn);
            case ']' or ')' or '}': throw Error($"'{(char)c}' closes nothing");
            case '#':
                Take();
                if (reader.Peek() == '{') return Collection(EdnKind.Set, '}', depth);
                bool isDropped = reader.Peek() == '_';
                if (isDropped) Take();
                else Token();
                Skip();
                EdnValue? tagged = Value(depth + 1);
                return isDropped ? null : tagged;
        }

        string text = Token();
        if (text.Length == 0) throw Error($"unexpected character '{(char)c}' (U+{c:X4}); expected EDN: a map for each operation, {{:process 0, :type :invoke, …}}");
        if (text == "nil") return new EdnValue(EdnKind.Nil, "", 0, [], atLine, atColumn);
        if (text[0] == ':') return new EdnValue(EdnKind.Keyword, text[1..], 0, [], atLine, atColumn);
        bool isNumber = long.TryParse(text.AsSpan().TrimEnd('N'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        return new EdnValue(isNumber ? EdnKind.Number : EdnKind.Symbol, text, number, [], atLine, atColumn);
    }

    private EdnValue Collection(EdnKind kind, char close, int depth)
    {
        (long atLine, long atColumn) = (line, column);
        Take();
        var items = new List<EdnValue>();
        for (Skip(); reader.Peek() != close; Skip())
        {
            if (reader.Peek() < 0) throw Error($"the text ends, expected '{close}' for the bracket of line {atLine}, column {atColumn}");
            if (items.Count >= MostItems) throw Error($"a value of more than {MostItems} parts, which no operation has");
            if (Value(depth + 1) is { } item) items.Add(item);
        }

        Take();
        if (kind == EdnKind.Map && items.Count % 2 != 0) throw new HistoryException(path, atLine, atColumn, "a map with a key that has no value");
        return new EdnValue(kind, "", 0, items, atLine, atColumn);
    }

    private string Quoted()
    {
        (long atLine, long atColumn) = (line, column);
        Take();
        token.Clear();
        while (true)
        {
            int c = Take();
            if (c == '"') return token.ToString();
            if (c < 0) throw new HistoryException(path, atLine, atColumn, "the text that begins here does not end, expected '\"'");
            if (c == '\\') c = Take() switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other };
            if (token.Length >= LongestToken) throw new HistoryException(path, atLine, atColumn, $"a text longer than {LongestToken} characters");
            token.Append((char)c);
        }
    }

    private string Token()
    {
        token.Clear();
        while (reader.Peek() is >= ' ' and var c && !char.IsWhiteSpace((char)c) && !char.IsControl((char)c) && c != '\uFFFD' && "\"()[]{},;".IndexOf((char)c, StringComparison.Ordinal) < 0)
        {
            if (token.Length >= LongestToken) throw Error($"a word longer than {LongestToken} characters");
            token.Append((char)Take());
        }

        return token.ToString();
    }
}
