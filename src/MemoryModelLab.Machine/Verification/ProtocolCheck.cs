using System.Diagnostics;
using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;
using Trace = MemoryModelLab.Machine.Traces.Trace;

namespace MemoryModelLab.Machine.Verification;

/// <summary>What a coherence protocol is checked with.</summary>
public sealed record ProtocolCheckOptions
{
    /// <summary>A name of <see cref="MemorySystems"/>, but not that of memory without caches.</summary>
    public required string Protocol { get; init; }

    /// <summary>The caches.</summary>
    public int Caches { get; init; } = 3;

    /// <summary>The lines.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>The words of a line: a store writes one of them.</summary>
    public int Words { get; init; } = 1;

    /// <summary>The values a store may write.</summary>
    public int Values { get; init; } = 2;

    /// <summary>Whether states that differ in the names of caches, lines or values alone count as one.</summary>
    public bool UsesSymmetry { get; init; } = true;

    /// <summary>The most states that are kept, at some 25 bytes each.</summary>
    public long MostStates { get; init; } = 150_000_000;
}

/// <summary>What the check of a protocol found.</summary>
/// <param name="LineStates">The states of one line, no two of them one.</param>
/// <param name="States">The states of all lines together; 0 where one line was not explored to its end.</param>
/// <param name="Steps">The steps between them.</param>
/// <param name="Depth">The steps to the farthest state.</param>
/// <param name="Bytes">The most bytes that were in use for states at any time, that of one line and the growing of tables included.</param>
/// <param name="Elapsed">The time all took.</param>
/// <param name="ProcessorTime">The processor time of it: the same on a machine that does nothing else.</param>
/// <param name="IsComplete">Whether every reachable state was visited.</param>
/// <param name="Violation">The invariant that fails; null when all hold.</param>
/// <param name="Trace">A shortest run to it.</param>
public sealed record ProtocolCheckResult(
    long LineStates, long States, long Steps, int Depth, long Bytes, TimeSpan Elapsed, TimeSpan ProcessorTime, bool IsComplete, string? Violation, Trace? Trace);

/// <summary>
/// Checks a coherence protocol by itself, with no program: every cache loads, stores any value, and evicts at any time. In every state hold: single
/// writer or many readers; data value; no missing transition; no stuck state; every request and every
/// access can be answered.
/// <para>
/// One line is explored first, with its invariants: all of them speak of one line. Several lines are then explored as what they are, a
/// product; a fault that needs two lines does not exist where lines share neither cache sets nor ordered channels.
/// </para>
/// </summary>
public static class ProtocolCheck
{
    /// <summary>The most caches, lines, words of a line, and values.</summary>
    public const int MostCaches = 6, MostLines = 8, MostWords = 4, MostValues = 4;

    /// <summary>The most states of one line.</summary>
    public const int MostLineStates = 10_000_000;

    private const int FirstMessages = 8;

    /// <summary>Checks a protocol.</summary>
    public static ProtocolCheckResult Run(ProtocolCheckOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Run(options, messages => new ProtocolSystem(options.Protocol, options.Caches, 1, options.Words, options.Values, messages), cancellation);
    }

    /// <summary>Checks one that is made with room for so many messages.</summary>
    internal static ProtocolCheckResult Run(ProtocolCheckOptions options, Func<int, ProtocolSystem> create, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        (ProtocolSystem system, Explorer explored) = ExploreLine(options, create, cancellation);
        if (explored.Violation is not null || !explored.IsComplete)
        {
            Trace? trace = explored.Violation is null ? null : TraceTo(explored.ViolatingState, explored.ViolatingStep);
            return OfLine(explored.Violation, trace);
        }

        if (Progress.FaultOf(system, explored) is { } stuck) return OfLine(stuck.Fault, TraceTo(stuck.State, null));
        var graph = new LineGraph(system, explored, options.Caches, options.Values, options.UsesSymmetry);
        var product = new LineProduct(graph, options.Lines, options.UsesSymmetry);
        product.Run(options.MostStates, cancellation);
        return new ProtocolCheckResult(
            explored.States, product.States, product.Steps, product.Depth, product.Bytes + graph.Bytes + explored.Bytes,
            Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, product.IsComplete, null, null);

        ProtocolCheckResult OfLine(string? violation, Trace? trace) => new(
            explored.States, 0, explored.Steps, explored.PathTo(explored.States - 1).Count, explored.Bytes,
            Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, false, violation, trace);

        Trace TraceTo(int state, Step? failing) =>
            new TraceMaker(options.Caches, system.Hub, ProtocolSystem.NameOf, value => value.ToString(CultureInfo.InvariantCulture), number => system.Describe(explored.State(number)))
                .Make(explored.PathTo(state), failing);
    }

    private static (ProtocolSystem System, Explorer Explored) ExploreLine(ProtocolCheckOptions options, Func<int, ProtocolSystem> create, CancellationToken cancellation)
    {
        for (int messages = FirstMessages; ; messages *= 2)
        {
            ProtocolSystem system = create(messages);
            var explorer = new Explorer(system, (int)Math.Min(options.MostStates, MostLineStates));
            explorer.Run(cancellation);
            if (!system.IsOutgrown) return (system, explorer);
        }
    }
}
