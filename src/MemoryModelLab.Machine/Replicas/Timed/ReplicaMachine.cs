namespace MemoryModelLab.Machine.Replicas.Timed;

/// <summary>
/// Runs clients against replicas in simulated time: events in the order of their times, chance from a seed, so that a run can be repeated exactly. What the
/// clients do depends on the seed alone, and is the same under every policy.
/// </summary>
public sealed class ReplicaMachine : ISurroundings
{
    private const int EventsBetweenLooks = 4096;

    private readonly Policy policy;
    private readonly ReplicaOptions options;
    private readonly Shape shape;
    private readonly Network network;
    private readonly int[][] memory;
    private readonly List<Message>[] held;
    private readonly long[] busy;
    private readonly Client[] clients;
    private readonly PriorityQueue<Event, (long Time, long Number)> events = new();
    private readonly List<RecordedOperation> operations = [];
    private readonly SortedDictionary<int, int> stamps = []; // of the messages that are not received yet, where there is a clock
    private readonly int serving;
    private long now, number, messages, lastEnd;

    private ReplicaMachine(Policy policy, ReplicaOptions options)
    {
        (this.policy, this.options) = (policy, options);
        shape = policy.Shape(options.Replicas, options.Clients, options.Keys);
        serving = policy.Serving(options.Replicas);
        network = new Network(options.Network, options.Replicas, new Random(options.Seed));
        memory = [.. Enumerable.Range(0, shape.Sites).Select(_ => new int[policy.MemorySize(shape)])];
        held = [.. Enumerable.Range(0, shape.Sites).Select(_ => new List<Message>())];
        busy = new long[shape.Sites];
        clients = [.. Enumerable.Range(0, options.Clients).Select(c => new Client(new Random(HashSeed(options.Seed, c)), policy.TokenSize(shape), c))];
    }

    private enum EventKind
    {
        Invoke,
        Arrive,
        Handle,
        Look,
        Answer,
        Timeout,
    }

    /// <inheritdoc/>
    public int Now => (int)(now / 1000);

    /// <summary>Runs a system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too many replicas, clients or operations.</exception>
    public static Recording Run(Policy policy, ReplicaOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Replicas, Clock.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Clients, ReplicaOptions.MostClients);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Operations, ReplicaOptions.MostOperations);
        return new ReplicaMachine(policy, options).Run(cancellation);
    }

    /// <inheritdoc/>
    public void Send(in Message message)
    {
        Expect(message.Stamp);
        if (message.From == message.To)
        {
            Enqueue(now, new Event(EventKind.Handle, message));
            return;
        }

        messages++;
        int from = network.PlaceOf(message.From), to = network.PlaceOf(message.To);
        Enqueue(network.LossyArrival(from, to, now), new Event(EventKind.Arrive, message));
        if (!network.Doubles()) return;
        Expect(message.Stamp);
        Enqueue(network.LossyArrival(from, to, now), new Event(EventKind.Arrive, message));
    }

    /// <inheritdoc/>
    public void Answer(int client, int operation, int value, in Clock token, int version)
    {
        Client it = clients[client];
        if (operation < 1 || operation > operations.Count) return;
        RecordedOperation recorded = operations[operation - 1];
        if (recorded.IsWrite && version >= 0) operations[operation - 1] = recorded with { Version = version };
        if (it.Operation != operation || it.IsAnswered) return;
        it.IsAnswered = true;
        messages++;
        Message answer = new(MessageKind.Read, recorded.Replica, 0, client, operation, Value: value, Clock: token);
        Enqueue(network.Arrival(network.PlaceOf(recorded.Replica), it.Place(options.Replicas, network), now), new Event(EventKind.Answer, answer));
    }

    /// <inheritdoc/>
    public bool IsSettled(int stamp)
    {
        if (now < operations[stamp - 1].Invocation + (2L * options.Network.LongestDelay)) return false;
        foreach (int first in stamps.Keys) return first >= stamp;
        return true;
    }

    private static int HashSeed(int seed, int client) => unchecked((seed * 1_000_003) + (client * 7919) + 17);

    private Recording Run(CancellationToken cancellation)
    {
        foreach (Client client in clients) Enqueue(client.Pause(options.Think), new Event(EventKind.Invoke, new Message(default, 0, 0, client.Number)));
        for (long handled = 0; events.TryDequeue(out Event next, out (long Time, long) at); handled++)
        {
            if (handled % EventsBetweenLooks == 0 && cancellation.IsCancellationRequested) return new Recording(operations, messages, lastEnd, false);
            now = at.Time;
            switch (next.Kind)
            {
                case EventKind.Invoke:
                    Invoke(clients[next.Message.Client]);
                    break;
                case EventKind.Arrive:
                    Enqueue(busy[next.Message.To] = Math.Max(now, busy[next.Message.To]) + options.Network.Service, new Event(EventKind.Handle, next.Message));
                    break;
                case EventKind.Handle:
                    Handle(next.Message);
                    break;
                case EventKind.Look:
                    LookEverywhere();
                    break;
                default:
                    End(clients[next.Message.Client], next);
                    break;
            }
        }

        return new Recording([.. operations, .. FinalReads()], messages, lastEnd, true);
    }

    private void Invoke(Client client)
    {
        if (operations.Count >= options.Operations) return;
        bool isWrite = client.Random.NextDouble() >= options.Reads;
        int key = client.Random.Next(options.Keys), somewhere = client.Random.Next(serving), place = client.Place(options.Replicas, network);
        int replica = isWrite && policy.WritesAt >= 0 ? policy.WritesAt : policy.Roams ? Reachable(place, somewhere) : client.Number % serving;
        int operation = operations.Count + 1;
        MessageKind kind = isWrite ? MessageKind.Write : MessageKind.Read;
        operations.Add(new RecordedOperation(client.Session, isWrite, key, isWrite ? operation : 0, now, RecordedOperation.Never, replica));
        (client.Operation, client.IsAnswered) = (operation, false);
        int stamp = policy.NeedsClock ? operation : 0;
        Expect(stamp);
        messages++;
        var request = new Message(kind, client.Number, replica, client.Number, operation, key, isWrite ? operation : 0, stamp, policy.Token(client.Token, kind));
        Enqueue(network.Arrival(place, network.PlaceOf(replica), now) + policy.Pause(kind), new Event(EventKind.Arrive, request));
        Enqueue(now + options.Timeout, new Event(EventKind.Timeout, request));
        if (policy.NeedsClock) Enqueue(now + (2L * options.Network.LongestDelay), new Event(EventKind.Look, default));
    }

    /// <summary>A replica on the client's side of the cut, the one it wanted or the next.</summary>
    private int Reachable(int place, int wanted)
    {
        for (int i = 0; i < serving; i++)
        {
            int replica = (wanted + i) % serving;
            if (!network.IsCut(place, network.PlaceOf(replica), now)) return replica;
        }

        return wanted;
    }

    private void Handle(in Message message)
    {
        if (!policy.IsReady(SiteOf(message.To), message))
        {
            held[message.To].Add(message);
            return;
        }

        Receive(message);
        if (policy.NeedsClock) LookEverywhere();
        else while (ReceiveHeld(message.To)) { }
    }

    private void LookEverywhere()
    {
        bool changed;
        do
        {
            changed = false;
            for (int site = 0; site < shape.Sites; site++) changed |= ReceiveHeld(site);
        }
        while (changed);
    }

    /// <summary>Receives the first held message that is ready; whether there was one.</summary>
    private bool ReceiveHeld(int site)
    {
        List<Message> waiting = held[site];
        for (int i = 0; i < waiting.Count; i++)
        {
            Message message = waiting[i];
            if (!policy.IsReady(SiteOf(site), message)) continue;
            waiting.RemoveAt(i);
            Receive(message);
            return true;
        }

        return false;
    }

    private void Receive(in Message message)
    {
        if (message.IsRequest || !policy.Ignores(SiteOf(message.To), message)) policy.Receive(SiteOf(message.To), message);
        if (!policy.NeedsClock || --stamps[message.Stamp] > 0) return;
        stamps.Remove(message.Stamp);
    }

    private void End(Client client, Event end)
    {
        int operation = end.Message.Operation;
        if (client.Operation != operation) return;
        client.Operation = 0;
        RecordedOperation recorded = operations[operation - 1];
        if (end.Kind == EventKind.Answer)
        {
            operations[operation - 1] = recorded with { Response = now, Value = recorded.IsWrite ? recorded.Value : end.Message.Value };
            policy.Answered(client.Token, recorded.IsWrite ? MessageKind.Write : MessageKind.Read, end.Message.Clock);
        }
        else
        {
            client.Session += options.Clients;
            Array.Clear(client.Token);
        }

        lastEnd = now;
        Enqueue(now + 1 + client.Pause(options.Think), new Event(EventKind.Invoke, new Message(default, 0, 0, client.Number)));
    }

    private IEnumerable<RecordedOperation> FinalReads()
    {
        for (int replica = 0; replica < serving; replica++)
        {
            for (int key = 0; key < options.Keys; key++)
            {
                long at = now + 1 + (2 * key);
                yield return new RecordedOperation(int.MaxValue - replica, false, key, SiteOf(replica).Value(key), at, at + 1, replica, IsFinal: true);
            }
        }
    }

    private void Expect(int stamp)
    {
        if (policy.NeedsClock) stamps[stamp] = stamps.GetValueOrDefault(stamp) + 1;
    }

    private void Enqueue(long time, in Event next) => events.Enqueue(next, (time, number++));

    private Site SiteOf(int site) => new(this, shape, site, memory[site]);

    private readonly record struct Event(EventKind Kind, Message Message);

    private sealed class Client(Random random, int tokenSize, int number)
    {
        public Random Random { get; } = random;

        public int Number { get; } = number;

        public int[] Token { get; } = new int[tokenSize];

        public int Session { get; set; } = number;

        public int Operation { get; set; }

        public bool IsAnswered { get; set; }

        public int Place(int replicas, Network network) => network.PlaceOf(Number % replicas);

        public long Pause(int mean) => (long)(-mean * Math.Log(1 - Random.NextDouble()));
    }
}
