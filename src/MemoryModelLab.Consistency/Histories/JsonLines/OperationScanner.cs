using System.Runtime.CompilerServices;

namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>
/// Reads a line the way recorders write it: the known properties, whole numbers, short names without escapes. It says no to everything else, right or
/// wrong, and leaves that to <see cref="OperationReader"/>, which is ten times slower and knows all of JSON.
/// </summary>
internal ref struct OperationScanner
{
    private const int MostDigits = 18;

    private readonly ReadOnlySpan<byte> line;
    private readonly Vocabulary names;
    private int at;

    private OperationScanner(ReadOnlySpan<byte> line, Vocabulary names)
    {
        this.line = line;
        this.names = names;
    }

    /// <summary>The operation of a line, if it is a plain one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, Vocabulary names, out OperationFields operation)
    {
        operation = OperationFields.Empty;
        return new OperationScanner(line, names).Read(ref operation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Read(ref OperationFields operation)
    {
        uint seen = 0;
        if (!Is('{')) return false;
        do
        {
            if (!Is('"')) return false;
            int end = line[at..].IndexOf((byte)'"');
            if (end < 0) return false;
            ReadOnlySpan<byte> property = line.Slice(at, end);
            at += end + 1;
            if (!Is(':')) return false;
            SkipSpaces();
            bool isKnown = property.Length switch
            {
                1 => property[0] == 'v' ? (operation.HasValue = Value(out operation.Value)) : property[0] == 'f' && Kind(out operation.Kind),
                2 => property.SequenceEqual("id"u8) ? Number(out operation.Id) : property.SequenceEqual("ok"u8) && Truth(out operation.Ok),
                3 => property.SequenceEqual("ret"u8) ? Response(out operation.Response)
                    : property.SequenceEqual("key"u8) ? Name(names.Keys, out operation.Key)
                    : property.SequenceEqual("ver"u8) ? Version(out operation.Version)
                    : property.SequenceEqual("cas"u8) && Exchange(ref operation),
                4 => property.SequenceEqual("call"u8) ? Number(out operation.Call)
                    : property.SequenceEqual("info"u8) && Truth(out operation.Info),
                5 => property.SequenceEqual("final"u8) && Truth(out operation.Final),
                6 => property.SequenceEqual("client"u8) && Name(names.Clients, out operation.Client),
                7 => property.SequenceEqual("replica"u8) && Name(names.Replicas, out operation.Replica),
                _ => false,
            };
            if (!isKnown) return false;

            // A bit for each of them, and none twice.
            uint bit = 1u << (((property.Length * 29) + property[0] + (property[^1] * 3)) >> 2);
            if ((seen & bit) != 0) return false;
            seen |= bit;
        }
        while (Is(','));
        if (!Is('}')) return false;
        SkipSpaces();
        return at == line.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpaces()
    {
        while ((uint)at < (uint)line.Length && line[at] is (byte)' ' or (byte)'\t' or (byte)'\r') at++;
    }

    private bool Is(char expected)
    {
        SkipSpaces();
        if ((uint)at >= (uint)line.Length || line[at] != expected) return false;
        at++;
        return true;
    }

    private bool Is(ReadOnlySpan<byte> word)
    {
        if (!line[at..].StartsWith(word)) return false;
        at += word.Length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Number(out long number)
    {
        number = 0;
        bool isNegative = (uint)at < (uint)line.Length && line[at] == '-';
        int begin = isNegative ? ++at : at;
        for (uint digit; (uint)at < (uint)line.Length && (digit = (uint)line[at] - '0') < 10; at++) number = (number * 10) + digit;
        if (at == begin || at - begin > MostDigits || (line[begin] == '0' && at - begin > 1)) return false;
        if (isNegative) number = -number;
        return (uint)at < (uint)line.Length && line[at] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ';
    }

    private bool Text(out ReadOnlySpan<byte> text)
    {
        text = default;
        if ((uint)at >= (uint)line.Length || line[at] != '"') return false;
        int end = line[(at + 1)..].IndexOf((byte)'"');
        if (end < 0) return false;
        text = line.Slice(at + 1, end);
        at += end + 2;
        return text.Length <= NameTable.LongestPlain && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !text.Contains((byte)'\\');
    }

    private bool Name(NameTable table, out int index)
    {
        index = -1;
        if (Text(out ReadOnlySpan<byte> text))
        {
            index = table.AddPlain(text);
            return true;
        }

        if (!Number(out long number)) return false;
        index = table.Add(number);
        return true;
    }

    private bool Value(out long value)
    {
        if (Text(out ReadOnlySpan<byte> text))
        {
            value = NameTable.ValueOf(names.Values.AddPlain(text));
            return true;
        }

        if (!Is("null"u8)) return Number(out value);
        value = names.Initial;
        return true;
    }

    private bool Response(out long response)
    {
        response = Operation.Never;
        return Is("null"u8) || Number(out response);
    }

    private bool Truth(out bool? truth)
    {
        truth = Is("true"u8);
        return truth == true || Is("false"u8);
    }

    private bool Kind(out OperationKind? kind)
    {
        kind = Is("\"read\""u8) ? OperationKind.Read
            : Is("\"write\""u8) ? OperationKind.Write
            : Is("\"cas\""u8) ? OperationKind.CompareAndSet
            : Is("\"delete\""u8) ? OperationKind.Delete
            : null;
        return kind is not null;
    }

    private bool Pair(out long first, out long second, bool areValues)
    {
        (first, second) = (0, 0);
        if (!Is('[')) return false;
        SkipSpaces();
        if (!(areValues ? Value(out first) : Number(out first)) || !Is(',')) return false;
        SkipSpaces();
        return (areValues ? Value(out second) : Number(out second)) && Is(']');
    }

    private bool Exchange(ref OperationFields operation) =>
        operation.HasExpected = operation.HasValue = Pair(out operation.Expected, out operation.Value, areValues: true);

    private bool Version(out long version)
    {
        if ((uint)at < (uint)line.Length && line[at] != '[') return Number(out version);
        version = -1;
        return Pair(out long count, out long replica, areValues: false) && OperationFields.TryVersion(count, replica, out version);
    }
}
