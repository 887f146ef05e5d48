namespace MemoryModelLab.Machine.Coherence;

/// <summary>What a message says; none is a free place in the network.</summary>
internal enum MessageKind
{
    None,
    GetS,
    GetM,
    PutS,
    PutM,
    PutE,
    FwdGetS,
    FwdGetM,
    Inv,
    PutAck,
    Data,
    DataE,
    InvAck,
    Unblock,
}

/// <summary>A message under way. A line's cells travel beside it.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Line">The line it is about.</param>
/// <param name="From">The sender; the number of cores is the directory.</param>
/// <param name="To">The receiver.</param>
/// <param name="Requester">The cache whose request this serves.</param>
/// <param name="Acks">The acknowledgements its receiver has to wait for.</param>
internal readonly record struct Message(MessageKind Kind, int Line, int From, int To, int Requester, int Acks)
{
    /// <summary>Whether it is one of those the directory sends to make a cache do something.</summary>
    public bool IsForward => Kind is MessageKind.FwdGetS or MessageKind.FwdGetM or MessageKind.Inv or MessageKind.PutAck;

    /// <summary>What tables call it.</summary>
    public static string NameOf(MessageKind kind) => kind switch
    {
        MessageKind.FwdGetS => "Fwd-GetS",
        MessageKind.FwdGetM => "Fwd-GetM",
        MessageKind.PutAck => "Put-Ack",
        MessageKind.DataE => "Data-E",
        MessageKind.InvAck => "Inv-Ack",
        _ => kind.ToString(),
    };
}
