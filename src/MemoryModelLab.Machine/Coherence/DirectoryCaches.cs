using System.Globalization;
using System.Numerics;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Private caches and a directory beside memory. Every message is sent in one step and arrives in another; caches and directory do what the
/// tables of a <see cref="DirectoryProtocol"/> say. Here is what their actions mean.
/// </summary>
public sealed class DirectoryCaches : IMemorySystem
{
    private const string Stall = "stall";

    private readonly DirectoryProtocol protocol;
    private readonly CacheGeometry geometry;
    private readonly Network network;
    private readonly int cores;
    private readonly int mostLineValue;
    private readonly int lineStates;
    private readonly int acks;
    private readonly int copies;
    private readonly int entries;
    private readonly int owners;
    private readonly int sharers;
    private readonly int memory;
    private readonly int latest;

    /// <summary>Claims the components of <paramref name="cores"/> caches, the directory, and the network.</summary>
    public DirectoryCaches(DirectoryProtocol protocol, CacheGeometry geometry, Layout layout, int cores, int mostValue, int capacity)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(layout);
        (this.protocol, this.geometry, this.cores, mostLineValue) = (protocol, geometry, cores, geometry.CellsPerLine);
        lineStates = layout.Add(cores * geometry.Lines, protocol.Cache.States.Count - 1);
        acks = layout.Add(cores * geometry.Lines, 2 * cores);
        copies = layout.Add(cores * geometry.Cells, mostValue);
        entries = layout.Add(geometry.Lines, protocol.Directory.States.Count - 1);
        owners = layout.Add(geometry.Lines, cores);
        sharers = layout.Add(geometry.Lines, (1 << cores) - 1);
        memory = layout.Add(geometry.Cells, mostValue);
        latest = layout.Add(geometry.Cells, mostValue);
        network = new Network(layout, capacity, cores, geometry.Lines, mostLineValue, mostValue, protocol.IsOrdered);
    }

    /// <inheritdoc/>
    public string Name => protocol.Name;

    /// <inheritdoc/>
    public string Hub => "directory";

    /// <inheritdoc/>
    public bool CellsAreIndependent => false;

    /// <inheritdoc/>
    public bool IsOutgrown => network.IsOutgrown;

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public void Start(Span<int> state, ReadOnlySpan<int> initial)
    {
        initial.CopyTo(state[memory..]);
        initial.CopyTo(state[latest..]);
        state.Slice(acks, cores * geometry.Lines).Fill(cores);
        state.Slice(owners, geometry.Lines).Fill(cores);
    }

    /// <inheritdoc/>
    public Access Reach(Span<int> state, int core, int cell, bool forWrite, out string? detail)
    {
        int line = geometry.LineOf(cell), own = StateOf(core, line);
        string wish = forWrite ? "store" : "load";
        detail = null;
        if (protocol.Cache[state[own], protocol.Cache.Event(wish)] is not { } rule) return UndefinedInCache(state, core, line, wish);
        if (rule.Does(Stall) || (state[own] == 0 && Held(state, core, line) >= geometry.Ways)) return Access.Waiting;
        if (rule.Actions.Count > 0) detail = rule.Actions[0];
        Do(state, core, line, rule, default, []);
        return rule.Actions.Count == 0 ? Access.Ready : Access.Requested;
    }

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<int> state, int core, int cell) => state[CopyOf(core) + cell];

    /// <inheritdoc/>
    public void Write(Span<int> state, int core, int cell, int value)
    {
        state[CopyOf(core) + cell] = value;
        state[latest + cell] = value;
    }

    /// <inheritdoc/>
    public int Messages(ReadOnlySpan<int> state) => network.Count(state) + (cores * geometry.Lines);

    /// <inheritdoc/>
    public Access Deliver(Span<int> state, int message, out Step step)
    {
        int underWay = network.Count(state);
        return message < underWay ? Arrive(state, message, out step) : Evict(state, message - underWay, out step);
    }

    /// <inheritdoc/>
    public bool IsQuiet(ReadOnlySpan<int> state)
    {
        if (network.Count(state) > 0) return false;
        for (int i = 0; i < cores * geometry.Lines; i++)
        {
            if (IsTransient(state[lineStates + i])) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public int Final(ReadOnlySpan<int> state, int cell)
    {
        int owner = state[owners + geometry.LineOf(cell)];
        return state[owner < cores ? CopyOf(owner) + cell : memory + cell];
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print)
    {
        for (int core = 0; core < cores; core++)
        {
            IEnumerable<string> lines = Enumerable.Range(0, geometry.Lines).Where(line => state[StateOf(core, line)] != 0).Select(
                line => $"{protocol.Cache.States[state[StateOf(core, line)]]}[{Contents(state, CopyOf(core), line, nameOf, print)}]");
            yield return new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} cache"), string.Join(' ', lines));
        }

        IEnumerable<string> known = Enumerable.Range(0, geometry.Lines).Select(
            line => $"{protocol.Directory.States[state[entries + line]]}[{Contents(state, memory, line, nameOf, print)}]");
        yield return new Part("directory", string.Join(' ', known));
        IEnumerable<string> messages = Enumerable.Range(0, network.Count(state)).Select(number => network[state, number]).Select(
            message => $"{Message.NameOf(message.Kind)} {Place(message.From)}→{Place(message.To)}");
        yield return new Part("under way", string.Join(", ", messages));
    }

    /// <inheritdoc/>
    public string? Violation(ReadOnlySpan<int> state)
    {
        int load = protocol.Cache.Event("load"), store = protocol.Cache.Event("store");
        for (int line = 0; line < geometry.Lines; line++)
        {
            int writers = 0, readers = 0;
            for (int core = 0; core < cores; core++)
            {
                int own = state[StateOf(core, line)];
                if (protocol.Cache[own, store] is { Actions.Count: 0 }) writers++;
                if (protocol.Cache[own, load] is not { Actions.Count: 0 }) continue;
                readers++;
                for (int cell = geometry.CellsOf(line).Start.Value; cell < geometry.CellsOf(line).End.Value; cell++)
                {
                    if (state[CopyOf(core) + cell] != state[latest + cell])
                        return string.Create(CultureInfo.InvariantCulture, $"data value: P{core} holds a line in {protocol.Cache.States[own]} that is not what was last written to it");
                }
            }

            if (writers > 0 && readers > 1) return string.Create(CultureInfo.InvariantCulture, $"single writer or many readers: {writers} may write, {readers} may read");
        }

        return null;
    }

    private Access Arrive(Span<int> state, int number, out Step step)
    {
        Message message = network[state, number];
        int first = geometry.CellsOf(message.Line).Start.Value;
        step = new Step(StepKind.Message, message.To, 0, first, 0, Message.NameOf(message.Kind), message.From);
        if (!network.MayArrive(state, number)) return Access.Waiting;
        int[] cells = state.Slice(network.CellsOf(number), mostLineValue).ToArray();
        if (message.To == cores)
        {
            string seen = EventAtDirectory(state, message);
            int entry = state[entries + message.Line];
            if (protocol.Directory[entry, protocol.Directory.Event(seen)] is not { } rule) return UndefinedAtDirectory(message.Line, entry, seen);
            if (rule.Does(Stall)) return Access.Waiting;
            network.Remove(state, number);
            Do(state, message.Line, rule, message, cells);
        }
        else
        {
            string seen = EventAtCache(state, message);
            int own = StateOf(message.To, message.Line), @event = protocol.Cache.Event(seen);
            if (@event < 0 || protocol.Cache[state[own], @event] is not { } rule) return UndefinedInCache(state, message.To, message.Line, seen);
            if (rule.Does(Stall)) return Access.Waiting;
            network.Remove(state, number);
            Do(state, message.To, message.Line, rule, message, cells);
        }

        return Access.Ready;
    }

    private Access Evict(Span<int> state, int which, out Step step)
    {
        (int core, int line) = Math.DivRem(which, geometry.Lines);
        int own = StateOf(core, line);
        step = new Step(StepKind.Evict, core, 0, geometry.CellsOf(line).Start.Value, 0);
        if (state[own] == 0 || Held(state, core, line) < geometry.Ways) return Access.Waiting;
        if (protocol.Cache[state[own], protocol.Cache.Event("evict")] is not { } rule) return UndefinedInCache(state, core, line, "evict");
        if (rule.Does(Stall)) return Access.Waiting;
        Do(state, core, line, rule, default, []);
        return Access.Requested;
    }

    private string EventAtCache(ReadOnlySpan<int> state, Message message)
    {
        int open = state[AcksOf(message.To, message.Line)] - cores;
        return message.Kind switch
        {
            MessageKind.Data when open + message.Acks > 0 => "Data+acks",
            MessageKind.InvAck when open == 1 => "Last-Ack",
            _ => Message.NameOf(message.Kind),
        };
    }

    private string EventAtDirectory(ReadOnlySpan<int> state, Message message) => message.Kind switch
    {
        MessageKind.PutS when state[sharers + message.Line] == 1 << message.From => "PutS-last",
        MessageKind.PutM or MessageKind.PutE when state[owners + message.Line] != message.From => "Put-other",
        _ => Message.NameOf(message.Kind),
    };

    /// <summary>What a cache does.</summary>
    private void Do(Span<int> state, int core, int line, Rule rule, Message cause, ReadOnlySpan<int> cells)
    {
        if (cause.Kind == MessageKind.Data) state[AcksOf(core, line)] += cause.Acks;
        if (cause.Kind == MessageKind.InvAck) state[AcksOf(core, line)]--;
        foreach (string action in rule.Actions)
        {
            switch (action)
            {
                case "GetS" or "GetM" or "PutS" or "PutE" or "PutM":
                    Send(state, Enum.Parse<MessageKind>(action), line, core, cores, core, 0, action == "PutM" ? CopyOf(core) : -1);
                    break;
                case "ack":
                    Send(state, MessageKind.InvAck, line, core, cause.Requester, cause.Requester, 0, -1);
                    break;
                case "data>req":
                    Send(state, MessageKind.Data, line, core, cause.Requester, cause.Requester, 0, CopyOf(core));
                    break;
                case "data>dir":
                    Send(state, MessageKind.Data, line, core, cores, cause.Requester, 0, CopyOf(core));
                    break;
                case "unblock":
                    Send(state, MessageKind.Unblock, line, core, cores, core, 0, -1);
                    break;
                case "take":
                    Take(state, CopyOf(core), line, cells);
                    break;
                default:
                    throw new InvalidOperationException($"{protocol.Name}: a cache has no action '{action}'");
            }
        }

        state[StateOf(core, line)] = rule.Next;
        if (rule.Next != 0) return;
        (int first, int count) = geometry.CellsOf(line).GetOffsetAndLength(geometry.Cells);
        state.Slice(CopyOf(core) + first, count).Clear();
    }

    /// <summary>What the directory does.</summary>
    private void Do(Span<int> state, int line, Rule rule, Message cause, ReadOnlySpan<int> cells)
    {
        int requester = cause.Requester;
        ref int owner = ref state[owners + line];
        ref int shared = ref state[sharers + line];
        foreach (string action in rule.Actions)
        {
            switch (action)
            {
                case "data" or "data-e":
                    Send(state, action == "data" ? MessageKind.Data : MessageKind.DataE, line, cores, requester, requester, 0, memory);
                    break;
                case "data+acks":
                    Send(state, MessageKind.Data, line, cores, requester, requester, BitOperations.PopCount((uint)(shared & ~(1 << requester))), memory);
                    break;
                case "inv":
                    for (int core = 0; core < cores; core++)
                    {
                        if (core != requester && (shared >> core & 1) != 0) Send(state, MessageKind.Inv, line, cores, core, requester, 0, -1);
                    }

                    break;
                case "fwd-gets" or "fwd-getm":
                    Send(state, action == "fwd-gets" ? MessageKind.FwdGetS : MessageKind.FwdGetM, line, cores, owner, requester, 0, -1);
                    break;
                case "put-ack":
                    Send(state, MessageKind.PutAck, line, cores, requester, requester, 0, -1);
                    break;
                case "write":
                    Take(state, memory, line, cells);
                    break;
                case "sharer":
                    shared |= 1 << requester;
                    break;
                case "owner>sharer":
                    shared |= 1 << owner;
                    break;
                case "leave":
                    shared &= ~(1 << requester);
                    break;
                case "clear":
                    shared = 0;
                    break;
                case "own":
                    owner = requester;
                    break;
                case "disown":
                    owner = cores;
                    break;
                default:
                    throw new InvalidOperationException($"{protocol.Name}: the directory has no action '{action}'");
            }
        }

        state[entries + line] = rule.Next;
    }

    private void Send(Span<int> state, MessageKind kind, int line, int from, int to, int requester, int count, int source)
    {
        (int first, int length) = geometry.CellsOf(line).GetOffsetAndLength(geometry.Cells);
        network.Send(state, new Message(kind, line, from, to, requester, count), source < 0 ? [] : state.Slice(source + first, length).ToArray());
    }

    private void Take(Span<int> state, int destination, int line, ReadOnlySpan<int> cells)
    {
        (int first, int count) = geometry.CellsOf(line).GetOffsetAndLength(geometry.Cells);
        cells[..count].CopyTo(state[(destination + first)..]);
    }

    private int Held(ReadOnlySpan<int> state, int core, int line)
    {
        int held = 0;
        for (int other = 0; other < geometry.Lines; other++)
        {
            if (geometry.ShareASet(line, other) && state[StateOf(core, other)] != 0) held++;
        }

        return held;
    }

    private bool IsTransient(int own) => protocol.Cache[own, protocol.Cache.Event("evict")]?.Does(Stall) == true;

    private Access UndefinedInCache(ReadOnlySpan<int> state, int core, int line, string seen)
    {
        string own = protocol.Cache.States[state[StateOf(core, line)]];
        Fault = string.Create(CultureInfo.InvariantCulture, $"missing transition: the cache of P{core} has line {line} in {own} and sees {seen}, which {Name} says cannot happen");
        return Access.Undefined;
    }

    private Access UndefinedAtDirectory(int line, int entry, string seen)
    {
        Fault = string.Create(CultureInfo.InvariantCulture, $"missing transition: the directory has line {line} in {protocol.Directory.States[entry]} and sees {seen}, which {Name} says cannot happen");
        return Access.Undefined;
    }

    private string Contents(int[] state, int first, int line, Func<int, string> nameOf, Func<int, string> print) =>
        string.Join(' ', Enumerable.Range(0, geometry.Cells).Take(geometry.CellsOf(line)).Select(cell => $"{nameOf(cell)}={print(state[first + cell])}"));

    private string Place(int participant) => participant == cores ? "directory" : string.Create(CultureInfo.InvariantCulture, $"P{participant}");

    private int StateOf(int core, int line) => lineStates + (core * geometry.Lines) + line;

    private int AcksOf(int core, int line) => acks + (core * geometry.Lines) + line;

    private int CopyOf(int core) => copies + (core * geometry.Cells);
}
