using System.Text;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Syntax;

/// <summary>
/// What follows the threads: <c>locations [x; 0:r0;]</c>, <c>filter p</c>, one of <c>exists p</c>, <c>~exists p</c>, <c>forall p</c>,
/// and our expectations, <c>forbidden p (* why *)</c>, <c>interesting p</c>, <c>acceptable p</c>; in any order.
/// </summary>
internal sealed class FinalSyntax(Lexer lexer, StateSyntax state)
{
    private const int MostLocations = 4096;

    private readonly PropositionSyntax propositions = new(lexer, state);
    private readonly List<LocationsItem> locations = [];
    private readonly List<Expectation> expectations = [];
    private readonly Dictionary<string, (Grade Grade, Token Start)> grades = new(StringComparer.Ordinal);
    private Proposition? filter;
    private Condition? condition;

    /// <summary>Whether <paramref name="word"/> begins a final clause (as <c>~exists</c> does, too).</summary>
    public static bool IsKeyword(ReadOnlySpan<char> word) =>
        word is "exists" or "forall" or "final" or "observed" or "Observed" or "locations" or "filter" or "regions"
            or "forbidden" or "interesting" or "acceptable";

    /// <summary>Whether a final clause begins at the lexer's next token.</summary>
    public static bool Begins(Lexer lexer) =>
        lexer.Kind is TokenKind.Tilde or TokenKind.End || (lexer.Kind == TokenKind.Identifier && IsKeyword(lexer.Span));

    /// <summary>Reads all clauses to the end of the file into <paramref name="test"/>.</summary>
    public LitmusTest Parse(LitmusTest test)
    {
        var info = new List<KeyValuePair<string, string>>(test.Info);
        while (lexer.Kind != TokenKind.End)
        {
            if (lexer.Accept(TokenKind.Semicolon)) continue;
            if (lexer.Is("regions")) info.Add(Regions());
            else Clause();
        }

        return test with
        {
            Info = [.. info],
            Locations = [.. locations],
            Filter = filter,
            Condition = condition,
            Expectations = [.. expectations],
        };
    }

    private void Clause()
    {
        Token start = lexer.Current;
        if (lexer.Accept(TokenKind.Tilde) || lexer.Accept("not"))
        {
            if (!lexer.Accept("exists")) throw lexer.Unexpected("\"exists\" behind \"~\"");
            SetCondition(Quantifier.NotExists, start);
        }
        else if (lexer.Accept("exists") || lexer.Accept("final")) SetCondition(Quantifier.Exists, start);
        else if (lexer.Accept("forall")) SetCondition(Quantifier.Forall, start);
        else if (lexer.Accept("locations")) LocationItems();
        else if (lexer.Accept("filter")) filter = filter is null ? propositions.Parse() : throw lexer.Error(start.Start, "a second filter, expected at most one");
        else if (lexer.Accept("forbidden")) Expect(Grade.Forbidden, start);
        else if (lexer.Accept("interesting")) Expect(Grade.Interesting, start);
        else if (lexer.Accept("acceptable")) Expect(Grade.Acceptable, start);
        else if (lexer.Is("observed") || lexer.Is("Observed")) throw lexer.Error(start.Start, "\"observed\" is not read here, expected \"exists\"");
        else throw lexer.Unexpected("exists, ~exists, forall, locations, filter, forbidden, interesting, acceptable or the end of the file");
    }

    private void SetCondition(Quantifier quantifier, Token start)
    {
        Proposition proposition = propositions.Parse();
        if (condition is not null) throw lexer.Error(start.Start, "a second final condition, expected at most one");
        condition = new Condition(quantifier, proposition);
    }

    private void Expect(Grade grade, Token start)
    {
        Proposition proposition = propositions.Parse();
        string outcome = string.Join(" /\\ ", Parts(proposition).Select(part => LitmusPrinter.Print(part)).Distinct().Order(StringComparer.Ordinal));
        if (!grades.TryAdd(outcome, (grade, start)) && grades[outcome] is var first && first.Grade != grade)
            throw lexer.Error(start.Start, $"{outcome} is graded {Word(grade)} here and {Word(first.Grade)} in line {lexer.PositionOf(first.Start).Line}, expected one grade for an outcome");
        string? sentence = lexer.CommentBeforeCurrent;
        expectations.Add(new Expectation(grade, proposition, string.IsNullOrEmpty(sentence) ? null : sentence));
    }

    /// <summary>What a conjunction joins, however it is nested.</summary>
    private static IEnumerable<Proposition> Parts(Proposition proposition)
    {
        for (var rest = new Stack<Proposition>([proposition]); rest.TryPop(out Proposition? part);)
        {
            if (part is not Proposition.And and)
            {
                yield return part;
                continue;
            }

            rest.Push(and.Right);
            rest.Push(and.Left);
        }
    }

    private void LocationItems()
    {
        lexer.Expect(TokenKind.OpenBracket, "\"[\"");
        while (!lexer.Accept(TokenKind.CloseBracket))
        {
            if (lexer.Accept(TokenKind.Semicolon)) continue;
            if (locations.Count == MostLocations) throw lexer.Error(lexer.Current.Start, $"the locations clause has more than {MostLocations} entries, expected at most so many");
            StateReference reference = state.Reference();
            var type = new StringBuilder();
            if (lexer.Kind == TokenKind.Identifier) type.Append(lexer.SpanOf(lexer.Advance()));
            while (lexer.Accept(TokenKind.Star)) type.Append('*');
            locations.Add(new LocationsItem(reference, type.Length == 0 ? null : type.ToString()));
            if (lexer.Kind != TokenKind.CloseBracket) lexer.Expect(TokenKind.Semicolon, "\";\" or \"]\" behind a location");
        }
    }

    // herd's C tests may name the memory regions of a GPU; they are kept as a line of the header.
    private KeyValuePair<string, string> Regions()
    {
        lexer.Advance();
        lexer.Expect(TokenKind.Colon, "\":\"");
        int end = lexer.Text.IndexOf('\n', lexer.Current.Start);
        if (end < 0) end = lexer.Text.Length;
        string value = lexer.Text[lexer.Current.Start..end].Trim();
        lexer.MoveTo(end);
        return KeyValuePair.Create("regions", value);
    }

    /// <summary>Prints the clauses.</summary>
    public static void Print(LitmusTest test, StringBuilder output)
    {
        if (test.Locations.Count > 0)
        {
            output.Append("locations [");
            foreach (LocationsItem item in test.Locations)
            {
                output.Append(item.Reference);
                if (item.Type is not null) output.Append(' ').Append(item.Type);
                output.Append(';');
            }

            output.Append("]\n");
        }

        if (test.Filter is not null) PrintClause("filter", test.Filter, output).Append('\n');
        if (test.Condition is { } condition) PrintClause(Word(condition.Quantifier), condition.Proposition, output).Append('\n');
        foreach (Expectation expectation in test.Expectations)
        {
            PrintClause(Word(expectation.Grade), expectation.Proposition, output);
            if (expectation.Sentence is not null) output.Append(" (* ").Append(expectation.Sentence).Append(" *)");
            output.Append('\n');
        }
    }

    private static StringBuilder PrintClause(string word, Proposition proposition, StringBuilder output)
    {
        output.Append(word).Append(" (");
        PropositionSyntax.Print(proposition, output);
        return output.Append(')');
    }

    private static string Word(Quantifier quantifier) => quantifier switch
    {
        Quantifier.Exists => "exists",
        Quantifier.NotExists => "~exists",
        _ => "forall",
    };

    private static string Word(Grade grade) => grade switch
    {
        Grade.Forbidden => "forbidden",
        Grade.Interesting => "interesting",
        _ => "acceptable",
    };
}
