namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>What the clients of a run saw; or, at its end, what its replicas hold.</summary>
/// <param name="Workload">What the clients did.</param>
/// <param name="Sequence">What tells this history from others: the invocations and responses, or the replicas' values.</param>
/// <param name="Detail">What was looked at.</param>
/// <param name="IsFinal">Whether no message is under way any more, and the history is told for what the replicas hold.</param>
/// <param name="State">The state the run ended in.</param>
public sealed record ExploredHistory(Workload Workload, UInt128 Sequence, HistoryDetail Detail, bool IsFinal, int State)
{
    private readonly ReplicaExplorer explorer = null!;

    internal ExploredHistory(ReplicaExplorer explorer, Workload workload, UInt128 sequence, HistoryDetail detail, bool isFinal, int state)
        : this(workload, sequence, detail, isFinal, state) => this.explorer = explorer;

    /// <summary>A shortest run to it.</summary>
    public IReadOnlyList<RunStep> Steps => explorer.PathTo(State);

    /// <summary>
    /// The operations of the clients of that run, by invocation; time is the number of the event. At a run's end also every key at every replica, read by
    /// sessions of their own.
    /// </summary>
    public IReadOnlyList<RecordedOperation> Operations()
    {
        RunState end = explorer.Replay(State);
        var operations = new List<RecordedOperation>();
        var open = new int[Workload.Clients];
        var next = new int[Workload.Clients];
        for (int i = 0; i < end.Sequence.Count; i++)
        {
            (bool isResponse, int client, int value, int replica) = end.Sequence[i];
            if (isResponse)
            {
                RecordedOperation it = operations[open[client]];
                operations[open[client]] = it.IsWrite ? it with { Response = i } : it with { Response = i, Value = value, Replica = replica };
                continue;
            }

            open[client] = operations.Count;
            WorkloadOperation asked = Workload[client][next[client]];
            int written = asked.IsWrite ? Workload.ValueOf(client, next[client]) : 0;
            next[client]++;
            operations.Add(new RecordedOperation(client, asked.IsWrite, asked.Key, written, i, RecordedOperation.Never, -1));
        }

        int[] final = IsFinal ? explorer.Final(end) : [];
        for (int i = 0; i < final.Length; i++)
        {
            int replica = i / Workload.Keys, at = end.Sequence.Count + (2 * (i % Workload.Keys));
            operations.Add(new RecordedOperation(Workload.Clients + replica, false, i % Workload.Keys, final[i], at, at + 1, replica, IsFinal: true));
        }

        return operations;
    }
}
