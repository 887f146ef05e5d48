using System.Runtime.CompilerServices;
using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

/// <summary>Word by word, with something that happens before a line is read.</summary>
internal readonly struct SteppedLineProbe(ScalarProbe probe) : ILineProbe<SteppedLineProbe>
{
    [ThreadStatic]
    private static Action<nuint>? beforeLine;

    /// <summary>What happens, on this thread, with the line's address.</summary>
    public static Action<nuint>? BeforeLine
    {
        get => beforeLine;
        set => beforeLine = value;
    }

    /// <summary>Whether a line is one of a table's.</summary>
    public static unsafe bool IsIn(WordTable table, nuint line) =>
        line - (nuint)Unsafe.AsPointer(ref table.Line(0)) < (nuint)table.Lines * WordTable.LineWords * sizeof(ulong);

    public static unsafe SteppedLineProbe Load(ref ulong line)
    {
        BeforeLine?.Invoke((nuint)Unsafe.AsPointer(ref line));
        return new SteppedLineProbe(ScalarProbe.Load(ref line));
    }

    public static unsafe uint MatchPair(ulong* line, nint step, ulong key) => ScalarProbe.MatchPair(line, step, key);

    public uint Match(ulong key) => probe.Match(key);

    public uint Ends(out uint closed) => probe.Ends(out closed);
}
