using System.Runtime.InteropServices;

namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>Makes states from states: the world around the sites where time is not modelled.</summary>
internal sealed class RunContext : ISurroundings
{
    // Of each client: the next operation, the replica + 1 that has its present one, and the replica + 1 it stays with.
    private const int ProgressSize = 3;

    private readonly Policy policy;
    private readonly Workload workload;
    private readonly Shape shape;
    private readonly int memorySize;
    private readonly int tokenSize;
    private readonly int progress;
    private readonly int[] anywhere;
    private readonly List<Message> network = [];
    private int[] memory = [];
    private EventSequence sequence;
    private HistoryDetail detail;

    public RunContext(Policy policy, Workload workload, Shape shape, HistoryDetail detail)
    {
        (this.policy, this.workload, this.shape, this.detail) = (policy, workload, shape, detail);
        memorySize = policy.MemorySize(shape);
        tokenSize = policy.TokenSize(shape);
        progress = (shape.Sites * memorySize) + (shape.Clients * tokenSize);
        anywhere = [.. Enumerable.Range(0, policy.Serving(shape.Replicas))];
    }

    public int Now => 0;

    public RunState Start() => new(new int[progress + (shape.Clients * ProgressSize) + 1], [], default, 0);

    public bool CanInvoke(RunState state, int client) => Replica(state.Memory, client) == 0 && Next(state.Memory, client) < workload[client].Length;

    /// <summary>Whether every client has all its answers.</summary>
    public bool IsDone(RunState state)
    {
        for (int client = 0; client < shape.Clients; client++)
        {
            if (Replica(state.Memory, client) != 0 || Next(state.Memory, client) < workload[client].Length) return false;
        }

        return true;
    }

    /// <summary>The replicas a client's next operation may go to.</summary>
    public ReadOnlySpan<int> Targets(RunState state, int client) =>
        policy.WritesAt >= 0 && workload[client][Next(state.Memory, client)].IsWrite ? anywhere.AsSpan(policy.WritesAt, 1)
        : policy.ReplicasAreAlike ? anywhere.AsSpan(client % anywhere.Length, 1)
        : policy.Roams || Home(state.Memory, client) == 0 ? anywhere
        : anywhere.AsSpan(Home(state.Memory, client) - 1, 1);

    /// <summary>What of the run states remember; a path is replayed with more than it was found with.</summary>
    public HistoryDetail Detail
    {
        get => detail;
        set => detail = value;
    }

    /// <summary>A client invokes its next operation at a replica. Null when requests arrive at once and this one would have to wait.</summary>
    public RunState? Invoke(RunState state, int client, int replica, bool arrivesAtOnce, out Message request)
    {
        Begin(state);
        int operation = Next(memory, client)++;
        Replica(memory, client) = replica + 1;
        if (!policy.Roams && !policy.ReplicasAreAlike) Home(memory, client) = Next(memory, client) < workload[client].Length ? replica + 1 : 0;
        WorkloadOperation asked = workload[client][operation];
        MessageKind kind = asked.IsWrite ? MessageKind.Write : MessageKind.Read;
        int stamp = policy.NeedsClock ? ++memory[^1] : 0;
        request = new Message(
            kind, client, replica, client, workload.NumberOf(client, operation), asked.Key, asked.IsWrite ? workload.ValueOf(client, operation) : 0, stamp,
            policy.Token(Token(client), kind));
        sequence = sequence.Invoke(client, asked.Key, detail);
        if (arrivesAtOnce)
        {
            if (!policy.IsReady(SiteOf(replica), request)) return null;
            policy.Receive(SiteOf(replica), request);
        }
        else
        {
            network.Add(request);
        }

        return Finish(state.Duplicated);
    }

    public bool IsReady(RunState state, int index)
    {
        // The state is only looked at: guards do not change memory.
        memory = state.Memory;
        network.Clear();
        network.AddRange(state.Messages);
        return policy.IsReady(SiteOf(state.Messages[index].To), state.Messages[index]);
    }

    public RunState Receive(RunState state, int index, bool keep)
    {
        Begin(state);
        Message message = state.Messages[index];
        if (!keep) network.RemoveAt(index);
        policy.Receive(SiteOf(message.To), message);
        return Finish(state.Duplicated + (keep ? 1 : 0));
    }

    /// <summary>The value of each key at each replica that serves clients.</summary>
    public int[] Final(RunState state)
    {
        memory = state.Memory;
        var values = new int[anywhere.Length * shape.Keys];
        for (int i = 0; i < values.Length; i++) values[i] = SiteOf(i / shape.Keys).Value(i % shape.Keys);
        return values;
    }

    public void Send(in Message message) => network.Add(message);

    public void Answer(int client, int operation, int value, in Clock token, int version)
    {
        ref int replica = ref Replica(memory, client);
        int present = Next(memory, client) - 1;
        if (replica == 0 || workload.NumberOf(client, present) != operation) return;
        (bool isWrite, int key) = workload[client][present];
        sequence = sequence.Respond(client, key, detail, isWrite ? 0 : value, isWrite ? 0 : replica - 1);
        replica = 0;
        policy.Answered(Token(client), isWrite ? MessageKind.Write : MessageKind.Read, token);
    }

    public bool IsSettled(int stamp)
    {
        foreach (ref readonly Message message in CollectionsMarshal.AsSpan(network))
        {
            if (message.Stamp < stamp) return false;
        }

        return true;
    }

    private void Begin(RunState state)
    {
        memory = (int[])state.Memory.Clone();
        network.Clear();
        network.AddRange(state.Messages);
        sequence = state.Sequence;
    }

    private RunState Finish(int duplicated)
    {
        ReceiveOwn();
        network.RemoveAll(message => !message.IsRequest && (policy.Ignores(SiteOf(message.To), message) || policy.IsMoot(SiteOf(message.From), SiteOf(message.To), message)));
        network.Sort(RunState.Compare);
        return new RunState(memory, [.. network], sequence, duplicated);
    }

    /// <summary>What a site tells itself is received at once when it is ready: it goes over no network.</summary>
    private void ReceiveOwn()
    {
        for (int i = 0; i < network.Count; i++)
        {
            Message message = network[i];
            if (message.IsRequest || message.From != message.To || !policy.IsReady(SiteOf(message.To), message)) continue;
            network.RemoveAt(i);
            policy.Receive(SiteOf(message.To), message);
            i = -1;
        }
    }

    private Site SiteOf(int number) => new(this, shape, number, memory.AsSpan(number * memorySize, memorySize));

    private Span<int> Token(int client) => memory.AsSpan((shape.Sites * memorySize) + (client * tokenSize), tokenSize);

    private ref int Next(int[] of, int client) => ref of[progress + (client * ProgressSize)];

    private ref int Home(int[] of, int client) => ref of[progress + (client * ProgressSize) + 2];

    private ref int Replica(int[] of, int client) => ref of[progress + (client * ProgressSize) + 1];
}
