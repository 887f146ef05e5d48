using System.CommandLine;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Inputs;

/// <summary>The options that say which cycles are meant: all critical ones up to a size, of some edges and annotations.</summary>
internal sealed class CycleOptions
{
    public Option<int> Threads { get; } = new("--threads") { Description = $"At most so many threads, up to {CriticalCycles.MostThreads}", DefaultValueFactory = _ => 2 };

    public Option<int> Accesses { get; } = new("--accesses") { Description = $"At most so many accesses, up to {CriticalCycles.MostAccesses}", DefaultValueFactory = _ => 4 };

    public Option<string?> Edges { get; } = new("--edges") { Description = "What may stand between the accesses of a thread, e.g. \"Pod** MFencedWR\" (default: everything the dialect has); * is R and W" };

    public Option<string?> Annotations { get; } = new("--annotations") { Description = "How accesses may be made, e.g. P,V, or all (default: plain)" };

    public Option<string?> Relax { get; } = new("--relax") { Description = "Edges beyond critical cycles, e.g. \"Rfi PosRR\": threads may get longer" };

    public IReadOnlyList<Option> All => [Threads, Accesses, Edges, Annotations, Relax];

    /// <summary>The first of them that was given; null for none.</summary>
    public Option? Given(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>The cycles, lazily.</summary>
    /// <exception cref="UsageException">A size is out of bounds.</exception>
    public IEnumerable<Cycle> Cycles(ParseResult parsed, Architecture dialect)
    {
        foreach (Option<string?> list in (Option<string?>[])[Edges, Annotations, Relax])
        {
            if (parsed.GetValue(list) is { } text && string.IsNullOrWhiteSpace(text)) throw new UsageException($"{list.Name} is empty; leave it out for all there are, or name some");
        }

        var vocabulary = new CycleVocabulary(dialect);
        if (parsed.GetValue(Edges) is { } within) vocabulary = vocabulary with { Edges = CycleVocabulary.ParseEdges(dialect, within) };
        if (parsed.GetValue(Annotations) is { } made) vocabulary = vocabulary with { Annotations = CycleVocabulary.ParseAnnotations(dialect, made) };
        if (parsed.GetValue(Relax) is { } beyond) vocabulary = vocabulary with { Relaxed = CycleVocabulary.ParseEdges(dialect, beyond) };
        try
        {
            return CriticalCycles.Enumerate(vocabulary, parsed.GetValue(Threads), parsed.GetValue(Accesses));
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
