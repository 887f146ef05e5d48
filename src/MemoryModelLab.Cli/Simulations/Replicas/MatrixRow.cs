using System.Diagnostics;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Exploration;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>A policy against every model.</summary>
internal sealed class MatrixRow
{
    private const int RandomOperations = 1000;

    // In workloads so small the network may deliver one message twice, any of them; random runs do so in large ones.
    private const int MostOperationsDoubled = 3;

    // A network that loses and reorders; all clients at two keys without a pause; clients that give up on a replica that is cut off; long pauses, so that time matters.
    private static readonly (string Given, ReplicaOptions Options)[] RandomShapes =
    [
        ("--loss 0.05", new ReplicaOptions { Network = new NetworkOptions { Loss = 0.05 } }),
        ("--loss 0.3 --keys 2 --think 0", new ReplicaOptions { Keys = 2, Think = 0, Network = new NetworkOptions { Loss = 0.3 } }),
        ("--partition 500-2500", new ReplicaOptions { Network = new NetworkOptions { PartitionFrom = 500_000, PartitionTo = 2_500_000 } }),
        ("--loss 0.3 --keys 1 --reads 0.9 --think 30000", new ReplicaOptions { Keys = 1, Reads = 0.9, Think = 30_000, Network = new NetworkOptions { Loss = 0.3 } }),
    ];

    private readonly MatrixCell[] cells;

    private MatrixRow(Policy policy)
    {
        Policy = policy;
        HashSet<string> promised = Implications.Closure(policy.Promises);
        cells = [.. HistoryVerdicts.Models.Select(m => new MatrixCell { IsPromised = promised.Contains(m) })];
    }

    public Policy Policy { get; }

    /// <summary>A cell a model, in the order of <see cref="HistoryVerdicts.Models"/>.</summary>
    public IReadOnlyList<MatrixCell> Cells => cells;

    /// <summary>How many states were visited.</summary>
    public long States { get; private set; }

    /// <summary>How many histories were judged.</summary>
    public long Histories { get; private set; }

    /// <summary>The workloads of which not every run was explored.</summary>
    public int CutShort { get; private set; }

    /// <summary>A workload in which a client waits for ever; null when there is none.</summary>
    public Workload? Stuck { get; private set; }

    public TimeSpan Time { get; private set; }

    /// <summary>Whether every cell is as the policy promises.</summary>
    public bool IsAsPromised => Stuck is null && cells.All(c => c.IsPromised == (c.Violation is null));

    /// <summary>Explores the workloads, the fewest operations first, then runs long ones at random, and judges every history by the models that are not violated yet.</summary>
    public static MatrixRow Of(Policy policy, IEnumerable<Workload> workloads, HistoryVerdicts verdicts, int mostStates, int runs, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var row = new MatrixRow(policy);
        foreach (Workload workload in workloads)
        {
            if (cancellation.IsCancellationRequested) break;
            if (workload.IsForWeakModels && HistoryVerdicts.IsImplied(row.Open())) continue;
            row.Judge(workload, verdicts, mostStates, cancellation);
        }

        for (int seed = 1; seed <= runs && !cancellation.IsCancellationRequested; seed++) row.RunAtRandom(seed, cancellation);
        row.Time = Stopwatch.GetElapsedTime(start);
        return row;
    }

    private void Judge(Workload workload, HistoryVerdicts verdicts, int mostStates, CancellationToken cancellation)
    {
        // Strict and linearizable first: they are local, so fewer histories differ. When all are linearizable they satisfy the weaker models too; otherwise
        // those are asked in an exploration of their own.
        uint strong = Open() & HistoryVerdicts.Strong;
        if (strong != 0)
        {
            if (!Explore(workload, Open() & (HistoryVerdicts.Strong | HistoryVerdicts.Final), verdicts, mostStates, cancellation)) return;
            if (HistoryVerdicts.IsImplied(Open())) return;
        }

        uint weak = Open() & ~HistoryVerdicts.Strong & (strong == 0 ? ~0u : ~HistoryVerdicts.Final);
        if (weak != 0) Explore(workload, weak, verdicts, mostStates, cancellation);
    }

    private void RunAtRandom(int seed, CancellationToken cancellation)
    {
        (string given, ReplicaOptions shape) = RandomShapes[(seed - 1) % RandomShapes.Length];
        ReplicaOptions options = shape with { Seed = seed, Operations = RandomOperations };
        Recording recording = ReplicaMachine.Run(Policy, options, cancellation);
        if (!recording.IsComplete) return;
        Histories++;
        uint open = Open();
        (uint violated, uint undecided) = HistoryVerdicts.OfLong(recording, options, open, cancellation);
        for (int model = 0; model < cells.Length; model++)
        {
            if ((violated >> model & 1) == 1) cells[model].Violation = new Violation(null, recording.Operations, $"in a random run, mml sim replicas --policy {Policy.Name} --seed {seed} --ops {RandomOperations} {given}", []);
        }

        if (undecided != 0) CutShort++;
    }

    /// <summary>The models that nothing violated yet, a bit each.</summary>
    private uint Open()
    {
        uint open = 0;
        for (int model = 0; model < cells.Length; model++)
        {
            if (cells[model].Violation is null) open |= 1u << model;
        }

        return open;
    }

    /// <summary>Judges every history of a workload by the models asked; whether that was done.</summary>
    private bool Explore(Workload workload, uint asked, HistoryVerdicts verdicts, int mostStates, CancellationToken cancellation)
    {
        var explorer = new ReplicaExplorer(Policy, workload, HistoryVerdicts.Detail(asked), duplicates: workload.Operations <= MostOperationsDoubled ? 1 : 0, mostStates: mostStates);
        explorer.Run(
            history =>
            {
                Histories++;
                uint violated = verdicts.Violated(history, asked);
                for (int model = 0; model < cells.Length; model++)
                {
                    if ((violated >> model & 1) == 0) continue;
                    asked &= ~(1u << model);
                    cells[model].Violation = new Violation(workload, history.Operations(), HistoryVerdicts.Reason(history, model), history.Steps);
                }

                return asked != 0;
            },
            cancellation);
        States += explorer.States;
        if (explorer.Stuck >= 0) Stuck ??= workload;
        if (explorer.IsComplete || asked == 0) return true;
        if (!cancellation.IsCancellationRequested) CutShort++;
        return false;
    }
}
