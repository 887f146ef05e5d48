using System.Numerics;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>What the directory does with the requests of the caches: it knows of each line the owner or the sharers.</summary>
internal sealed class DirectoryController
{
    private static readonly Dictionary<string, DirectoryAction> Names = new()
    {
        ["data"] = DirectoryAction.Data,
        ["data-e"] = DirectoryAction.DataExclusive,
        ["data+acks"] = DirectoryAction.DataAndAcks,
        ["inv"] = DirectoryAction.Invalidate,
        ["fwd-gets"] = DirectoryAction.ForwardGetS,
        ["fwd-getm"] = DirectoryAction.ForwardGetM,
        ["put-ack"] = DirectoryAction.PutAck,
        ["write"] = DirectoryAction.Write,
        ["sharer"] = DirectoryAction.AddSharer,
        ["owner>sharer"] = DirectoryAction.OwnerIsSharer,
        ["leave"] = DirectoryAction.Leave,
        ["clear"] = DirectoryAction.Clear,
        ["own"] = DirectoryAction.Own,
        ["disown"] = DirectoryAction.Disown,
    };

    private readonly CacheArray caches;
    private readonly Network network;
    private readonly ActionTable<DirectoryAction> rules;
    private readonly int[] eventOf;
    private readonly int lastPut;
    private readonly int otherPut;
    private readonly int entries;
    private readonly int owners;
    private readonly int sharers;

    public DirectoryController(ProtocolTable table, CacheArray caches, Network network, Layout layout)
    {
        (this.caches, this.network) = (caches, network);
        rules = new ActionTable<DirectoryAction>(table, Names);
        int lines = caches.Geometry.Lines;
        entries = layout.Add(lines, table.States.Count - 1);
        owners = layout.Add(lines, caches.Cores);
        sharers = layout.Add(lines, (1 << caches.Cores) - 1);
        eventOf = [.. Enum.GetValues<MessageKind>().Select(kind => table.Event(Message.NameOf(kind)))];
        (lastPut, otherPut) = (table.Event("PutS-last"), table.Event("Put-other"));
    }

    private enum DirectoryAction
    {
        Data,
        DataExclusive,
        DataAndAcks,
        Invalidate,
        ForwardGetS,
        ForwardGetM,
        PutAck,
        Write,
        AddSharer,
        OwnerIsSharer,
        Leave,
        Clear,
        Own,
        Disown,
    }

    public void Start(Span<int> state) => state.Slice(owners, caches.Geometry.Lines).Fill(caches.Cores);

    /// <summary>The core that has the line for itself; the number of cores for none.</summary>
    public int OwnerOf(ReadOnlySpan<int> state, int line) => state[owners + line];

    /// <summary>Whether a core is among those that share a line, as far as the directory knows.</summary>
    public bool IsSharer(ReadOnlySpan<int> state, int core, int line) => (state[sharers + line] >> core & 1) != 0;

    /// <summary>The name of the state of a line.</summary>
    public string StateOf(ReadOnlySpan<int> state, int line) => rules.Table.States[state[entries + line]];

    /// <summary>What the table calls a message that arrives.</summary>
    public int EventOf(ReadOnlySpan<int> state, Message message) => message.Kind switch
    {
        MessageKind.PutS when state[sharers + message.Line] == 1 << message.From => lastPut,
        MessageKind.PutM or MessageKind.PutE when state[owners + message.Line] != message.From => otherPut,
        _ => eventOf[(int)message.Kind],
    };

    /// <summary>The name of an event, for what is told of it.</summary>
    public string NameOf(int seen, MessageKind kind) => seen < 0 ? Message.NameOf(kind) : rules.Table.Events[seen];

    /// <summary>Does what the table says.</summary>
    public Reaction React(Span<int> state, int seen, Message cause, ReadOnlySpan<int> cells)
    {
        int line = cause.Line;
        if (rules[state[entries + line], seen] is not { } rule) return Reaction.Undefined;
        if (rule.Stalls) return Reaction.Stall;
        foreach (DirectoryAction action in rule.Actions) Do(state, line, action, cause, cells);
        state[entries + line] = rule.Next;
        return Reaction.Done;
    }

    /// <summary>The same state with cores renamed.</summary>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore)
    {
        for (int line = 0; line < caches.Geometry.Lines; line++)
        {
            int owner = state[owners + line], shared = 0;
            for (int core = 0; core < caches.Cores; core++) shared |= (state[sharers + line] >> core & 1) << newCore[core];
            renamed[entries + line] = state[entries + line];
            renamed[owners + line] = owner == caches.Cores ? owner : newCore[owner];
            renamed[sharers + line] = shared;
        }
    }

    private void Do(Span<int> state, int line, DirectoryAction action, Message cause, ReadOnlySpan<int> cells)
    {
        int requester = cause.Requester;
        ref int owner = ref state[owners + line];
        ref int shared = ref state[sharers + line];
        Span<int> memory = caches.Memory(state, line);
        switch (action)
        {
            case DirectoryAction.Data:
                Send(state, MessageKind.Data, line, requester, requester, 0, memory);
                break;
            case DirectoryAction.DataExclusive:
                Send(state, MessageKind.DataE, line, requester, requester, 0, memory);
                break;
            case DirectoryAction.DataAndAcks:
                Send(state, MessageKind.Data, line, requester, requester, BitOperations.PopCount((uint)(shared & ~(1 << requester))), memory);
                break;
            case DirectoryAction.Invalidate:
                for (int core = 0; core < caches.Cores; core++)
                {
                    if (core != requester && (shared >> core & 1) != 0) Send(state, MessageKind.Inv, line, core, requester, 0, []);
                }

                break;
            case DirectoryAction.ForwardGetS:
                Send(state, MessageKind.FwdGetS, line, owner, requester, 0, []);
                break;
            case DirectoryAction.ForwardGetM:
                Send(state, MessageKind.FwdGetM, line, owner, requester, 0, []);
                break;
            case DirectoryAction.PutAck:
                Send(state, MessageKind.PutAck, line, requester, requester, 0, []);
                break;
            case DirectoryAction.Write:
                cells[..memory.Length].CopyTo(memory);
                break;
            case DirectoryAction.AddSharer:
                shared |= 1 << requester;
                break;
            case DirectoryAction.OwnerIsSharer:
                shared |= 1 << owner;
                break;
            case DirectoryAction.Leave:
                shared &= ~(1 << requester);
                break;
            case DirectoryAction.Clear:
                shared = 0;
                break;
            case DirectoryAction.Own:
                owner = requester;
                break;
            default:
                owner = caches.Cores;
                break;
        }
    }

    private void Send(Span<int> state, MessageKind kind, int line, int to, int requester, int count, ReadOnlySpan<int> cells) =>
        network.Send(state, new Message(kind, line, caches.Cores, to, requester, count), cells);
}
