namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>
/// Explores every run of a small workload under a policy: at every step any client may invoke its next operation, at any replica it may go to, and any message
/// that is under way and ready may arrive; the network neither keeps an order nor hurries. Breadth first, so the path to a state is a shortest one. States are
/// deduplicated by a 128-bit fingerprint of everything in them, what the clients saw included.
/// <para>A response reaches its client at once: one that is late only forbids less.</para>
/// </summary>
public sealed class ReplicaExplorer
{
    /// <summary>The most states unless asked otherwise.</summary>
    public const int DefaultMostStates = 1_000_000;

    private const int StatesBetweenLooks = 1024;

    private readonly Workload workload;
    private readonly int duplicates;
    private readonly int mostStates;
    private readonly HashSet<UInt128> seen = [];
    private readonly Queue<RunState> open = new();
    private readonly List<(int Parent, RunStep Step)> steps = [];
    private readonly HashSet<UInt128> ends = [];
    private readonly HashSet<UInt128> finals = [];
    private readonly HistoryDetail detail;
    private readonly RunContext context;

    /// <summary>Prepares an exploration.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="workload">What the clients do.</param>
    /// <param name="replicas">How many replicas there are; 0 for as many as the policy needs to show its faults.</param>
    /// <param name="duplicates">How many messages the network may deliver twice.</param>
    /// <param name="mostStates">How many states are visited at most.</param>
    /// <param name="detail">What tells histories apart.</param>
    public ReplicaExplorer(Policy policy, Workload workload, HistoryDetail detail = HistoryDetail.All, int replicas = 0, int duplicates = 0, int mostStates = DefaultMostStates)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(workload);
        (this.workload, this.detail, this.duplicates, this.mostStates) = (workload, detail, duplicates, mostStates);
        Shape shape = policy.Shape(replicas == 0 ? policy.FewestReplicas(workload.Operations) : replicas, workload.Clients, workload.Keys);
        context = new RunContext(policy, workload, shape, detail);
    }

    /// <summary>How many states were visited.</summary>
    public int States => steps.Count;

    /// <summary>Whether every run was explored.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>A state in which a client waits for ever; -1 when there is none.</summary>
    public int Stuck { get; private set; } = -1;

    /// <summary>
    /// Explores, and tells of every history, no two alike, and of everything the replicas may hold at the end, until <paramref name="found"/> has enough.
    /// </summary>
    public void Run(Func<ExploredHistory, bool> found, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        Add(context.Start(), -1, default);
        for (int number = 0; open.TryDequeue(out RunState? state); number++)
        {
            if (number % StatesBetweenLooks == 0 && cancellation.IsCancellationRequested) return;
            if (steps.Count >= mostStates) return;
            bool isDone = context.IsDone(state);
            if (isDone && state.Sequence.Count > 0)
            {
                // From here on what the clients saw makes no difference: runs that differ in nothing else go on as one.
                if (ends.Add(state.Sequence.Events) && !found(new ExploredHistory(this, workload, state.Sequence.Events, detail, false, number))) return;
                state = state.Forget();
                if (!seen.Add(state.Fingerprint())) continue;
            }

            if (Expand(state, number)) continue;
            if (!isDone) Stuck = Stuck < 0 ? number : Stuck;
            else if (!End(state, number, found)) return;
        }

        IsComplete = true;
    }

    /// <summary>A shortest path to a state.</summary>
    public IReadOnlyList<RunStep> PathTo(int state)
    {
        var path = new List<RunStep>();
        for (int at = state; steps[at].Parent >= 0; at = steps[at].Parent) path.Add(steps[at].Step);
        path.Reverse();
        return path;
    }

    /// <summary>A state with all that the clients saw on a shortest path to it.</summary>
    internal RunState Replay(int state)
    {
        context.Detail = HistoryDetail.All;
        RunState at = context.Start();
        foreach (RunStep step in PathTo(state))
        {
            if (step.IsInvocation) at = context.Invoke(at, step.Message.Client, step.Message.To, ArrivesAtOnce, out _)!;
            else at = context.Receive(at, Array.IndexOf(at.Messages, step.Message), step.IsRepeated);
        }

        context.Detail = detail;
        return at;
    }

    internal int[] Final(RunState state) => context.Final(state);

    private bool ArrivesAtOnce => detail < HistoryDetail.Invocations;

    /// <summary>Adds what follows a state; whether anything does.</summary>
    private bool Expand(RunState state, int number)
    {
        bool moved = false;
        for (int client = 0; client < workload.Clients; client++)
        {
            if (!context.CanInvoke(state, client)) continue;
            foreach (int replica in context.Targets(state, client))
            {
                if (context.Invoke(state, client, replica, ArrivesAtOnce, out Message request) is not { } next) continue;
                moved = true;
                Add(next, number, new RunStep(request, true));
            }
        }

        for (int i = 0; i < state.Messages.Length; i++)
        {
            if (i > 0 && state.Messages[i] == state.Messages[i - 1]) continue;
            if (!context.IsReady(state, i)) continue;
            moved = true;
            Add(context.Receive(state, i, keep: false), number, new RunStep(state.Messages[i], false));
            if (state.Duplicated >= duplicates || state.Messages[i].IsRequest || state.Messages[i].From == state.Messages[i].To) continue;
            Add(context.Receive(state, i, keep: true), number, new RunStep(state.Messages[i], false, true));
        }

        return moved;
    }

    private void Add(RunState state, int parent, RunStep step)
    {
        if (!seen.Add(state.Fingerprint())) return;
        steps.Add((parent, step));
        open.Enqueue(state);
    }

    private bool End(RunState state, int number, Func<ExploredHistory, bool> found)
    {
        UInt128 held = 0;
        foreach (int value in context.Final(state)) held = (held << 3) | (uint)value;
        return !finals.Add(held) || found(new ExploredHistory(this, workload, held, detail, true, number));
    }
}
