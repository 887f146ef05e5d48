using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>What a private cache does at the directory's messages and its own core's wishes.</summary>
internal sealed class CacheController
{
    private static readonly Dictionary<string, CacheAction> Names = new()
    {
        ["GetS"] = CacheAction.GetS,
        ["GetM"] = CacheAction.GetM,
        ["PutS"] = CacheAction.PutS,
        ["PutE"] = CacheAction.PutE,
        ["PutM"] = CacheAction.PutM,
        ["ack"] = CacheAction.Acknowledge,
        ["data>req"] = CacheAction.DataToRequester,
        ["data>dir"] = CacheAction.DataToDirectory,
        ["unblock"] = CacheAction.Unblock,
        ["take"] = CacheAction.Take,
    };

    private readonly CacheArray caches;
    private readonly Network network;
    private readonly ActionTable<CacheAction> rules;
    private readonly bool[] keepsContent;
    private readonly bool[] isTransient;
    private readonly int[] eventOf;
    private readonly int dataWithAcks;
    private readonly int lastAck;
    private readonly int acks;

    public CacheController(ProtocolTable table, CacheArray caches, Network network, Layout layout)
    {
        (this.caches, this.network) = (caches, network);
        rules = new ActionTable<CacheAction>(table, Names);
        acks = layout.Add(caches.Cores * caches.Geometry.Lines, 2 * caches.Cores);
        (Load, Store, Evict) = (table.Event("load"), table.Event("store"), table.Event("evict"));
        (dataWithAcks, lastAck) = (table.Event("Data+acks"), table.Event("Last-Ack"));
        eventOf = [.. Enum.GetValues<MessageKind>().Select(kind => table.Event(Message.NameOf(kind)))];
        if (table.States.Where((_, state) => rules[state, Evict] is { Stalls: false } rule && rule.Next == state).FirstOrDefault() is { } stays)
            throw new FormatException($"{table.Name}: state {stays} at evict: the line does not leave");
        isTransient = [.. table.States.Select((_, state) => rules[state, Evict]?.Stalls == true)];
        keepsContent = [.. ContentIsLive()];
    }

    private enum CacheAction
    {
        GetS,
        GetM,
        PutS,
        PutE,
        PutM,
        Acknowledge,
        DataToRequester,
        DataToDirectory,
        Unblock,
        Take,
    }

    public int Load { get; }

    public int Store { get; }

    public int Evict { get; }

    public void Start(Span<int> state) => state.Slice(acks, caches.Cores * caches.Geometry.Lines).Fill(caches.Cores);

    /// <summary>Whether a line waits for messages.</summary>
    public bool IsTransient(int lineState) => isTransient[lineState];

    /// <summary>What the table calls a message that arrives.</summary>
    public int EventOf(ReadOnlySpan<int> state, Message message)
    {
        int open = state[AcksOf(message.To, message.Line)] - caches.Cores;
        return message.Kind switch
        {
            MessageKind.Data when open + message.Acks > 0 => dataWithAcks,
            MessageKind.InvAck when open == 1 => lastAck,
            _ => eventOf[(int)message.Kind],
        };
    }

    /// <summary>The name of an event, for what is told of it.</summary>
    public string NameOf(int seen, MessageKind kind) => seen < 0 ? Message.NameOf(kind) : rules.Table.Events[seen];

    /// <summary>Does what the table says; <see cref="Reaction.Nothing"/> when nothing had to be done.</summary>
    public Reaction React(Span<int> state, int core, int line, int seen, Message cause, ReadOnlySpan<int> cells)
    {
        if (rules[caches[state, core, line], seen] is not { } rule) return Reaction.Undefined;
        if (rule.Stalls) return Reaction.Stall;
        if (cause.Kind == MessageKind.Data) state[AcksOf(core, line)] += cause.Acks;
        if (cause.Kind == MessageKind.InvAck) state[AcksOf(core, line)]--;
        foreach (CacheAction action in rule.Actions) Do(state, core, line, action, cause, cells);
        caches.Enter(state, core, line, rule.Next, keepsContent[rule.Next]);
        return rule.Actions.Length == 0 ? Reaction.Nothing : Reaction.Done;
    }

    /// <summary>The first action at an event: what the core asks for.</summary>
    public string? Wish(int lineState, int seen) => rules.Table[lineState, seen] is { Actions: [string first, ..] } ? first : null;

    /// <summary>The same state with cores renamed.</summary>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore)
    {
        for (int core = 0; core < caches.Cores; core++) state.Slice(AcksOf(core, 0), caches.Geometry.Lines).CopyTo(renamed[AcksOf(newCore[core], 0)..]);
    }

    private void Do(Span<int> state, int core, int line, CacheAction action, Message cause, ReadOnlySpan<int> cells)
    {
        int directory = caches.Cores;
        Message message = action switch
        {
            CacheAction.GetS => new(MessageKind.GetS, line, core, directory, core, 0),
            CacheAction.GetM => new(MessageKind.GetM, line, core, directory, core, 0),
            CacheAction.PutS => new(MessageKind.PutS, line, core, directory, core, 0),
            CacheAction.PutE => new(MessageKind.PutE, line, core, directory, core, 0),
            CacheAction.PutM => new(MessageKind.PutM, line, core, directory, core, 0),
            CacheAction.Acknowledge => new(MessageKind.InvAck, line, core, cause.Requester, cause.Requester, 0),
            CacheAction.DataToRequester => new(MessageKind.Data, line, core, cause.Requester, cause.Requester, 0),
            CacheAction.DataToDirectory => new(MessageKind.Data, line, core, directory, cause.Requester, 0),
            CacheAction.Unblock => new(MessageKind.Unblock, line, core, directory, core, 0),
            _ => default,
        };
        Span<int> copy = caches.Copy(state, core, line);
        if (action == CacheAction.Take) cells[..copy.Length].CopyTo(copy);
        else network.Send(state, message, message.Kind is MessageKind.PutM or MessageKind.Data ? copy : []);
    }

    /// <summary>
    /// The states in which the content of a line can still matter: it may be read or is sent, then or later, before another content is taken. In
    /// all others it is dropped, so that states which differ in nothing that matters are one.
    /// </summary>
    private bool[] ContentIsLive()
    {
        var live = new bool[rules.Table.States.Count];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int state = 1; state < live.Length; state++)
            {
                if (live[state] || !Enumerable.Range(0, rules.Table.Events.Count).Any(seen => Needs(state, seen))) continue;
                live[state] = changed = true;
            }
        }

        return live;

        bool Needs(int state, int seen)
        {
            if (rules[state, seen] is not { Stalls: false } rule) return false;
            if (rule.Actions.Length == 0 && seen == Load) return true;
            if (rule.Actions.Any(action => action is CacheAction.DataToRequester or CacheAction.DataToDirectory or CacheAction.PutM)) return true;
            return live[rule.Next] && rule.Next != state && !rule.Actions.Contains(CacheAction.Take);
        }
    }

    private int AcksOf(int core, int line) => acks + (core * caches.Geometry.Lines) + line;
}
