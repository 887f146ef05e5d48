using System.Globalization;
using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// Writes the beginning of a timed run into a <see cref="ChromeTrace"/>, a cycle a microsecond: of each core what it does, the stores that leave its
/// buffer, and its cache's transactions, from the wish to the answer; of the bus, or of each line at the directory, the transactions while they are served.
/// </summary>
public sealed class ChromeTraceObserver : ITimedObserver, IDisposable
{
    /// <summary>The accesses that are written; a viewer has trouble with many more.</summary>
    public const int MostAccesses = 100_000;

    private readonly ChromeTrace trace;
    private readonly ProtocolTable protocol;
    private readonly string hub;
    private readonly bool isBus;
    private readonly Func<int, string> cellName;
    private readonly Func<int, string> lineName;
    private readonly string[] names;

    /// <summary>Begins a trace.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="options">The machine.</param>
    /// <param name="cores">Its cores.</param>
    /// <param name="cellName">The name of a cell.</param>
    /// <param name="lineName">The name of a cell's line.</param>
    public ChromeTraceObserver(Stream output, TimedOptions options, int cores, Func<int, string> cellName, Func<int, string> lineName)
    {
        ArgumentNullException.ThrowIfNull(options);
        (protocol, isBus, this.cellName, this.lineName) = (options.Protocol, options.Interconnect == Interconnect.Bus, cellName, lineName);
        hub = isBus ? "bus" : "directory";
        names = [.. Enumerable.Range(0, cores).Select(core => string.Create(CultureInfo.InvariantCulture, $"P{core}"))];
        trace = new ChromeTrace(output, [.. names, hub]);
    }

    /// <summary>The accesses there were, those that are not written too.</summary>
    public long Accesses { get; private set; }

    /// <inheritdoc/>
    public void Accessed(in TimedAccess access)
    {
        if (Accesses++ >= MostAccesses) return;
        string core = names[access.Core], cell = cellName(access.Cell);
        string kind = access.Kind switch { TimedKind.Load => "load", TimedKind.Store => "store", _ => "atomic" };
        trace.Add(core, access.Kind == TimedKind.Store ? "buffer" : "core", $"{kind} {cell}", access.Start, access.End - access.Start, access.Transaction is null ? "hit" : "miss");
        if (access.Transaction is not { } transaction) return;
        string name = $"{protocol.Events[transaction.Event]} {cell}";
        string waited = string.Create(CultureInfo.InvariantCulture, $"waited {transaction.Granted - access.Start} cycles for others");
        trace.Add(core, "cache", name, access.Start, access.End - access.Start, waited);
        trace.Add(hub, isBus ? hub : lineName(access.Cell), $"{name} {core}", transaction.Granted, transaction.Released - transaction.Granted);
    }

    /// <inheritdoc/>
    public void Buffered(int core, TimedKind kind, int cell, long time)
    {
        if (Accesses >= MostAccesses) return;
        string what = kind switch { TimedKind.Store => $"{cellName(cell)} into the buffer", TimedKind.Load => $"load {cellName(cell)} from the buffer", _ => "fence" };
        trace.Add(names[core], "core", what, time, 1);
    }

    /// <inheritdoc/>
    public void Stalled(int core, long start, long end)
    {
        if (Accesses < MostAccesses) trace.Add(names[core], "core", "waits for the store buffer", start, end - start);
    }

    /// <inheritdoc/>
    public void Dispose() => trace.Dispose();
}
