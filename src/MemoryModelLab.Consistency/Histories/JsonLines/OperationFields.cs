namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>What a line said of its operation, before anything is checked.</summary>
internal struct OperationFields
{
    private const int MostReplicas = 1 << 20;

    /// <summary>A number that the line did not give.</summary>
    public const long Absent = long.MinValue;

    public long Id, Value, Expected, Call, Response, Version;
    public int Client, Key, Replica;
    public OperationKind? Kind;
    public bool? Ok, Info, Final;
    public bool HasValue, HasExpected;

    public static OperationFields Empty => new() { Id = Absent, Call = Absent, Response = Absent, Version = -1, Client = -1, Key = -1, Replica = -1 };

    /// <summary>A Lamport timestamp (count, replica) as one number of the same order.</summary>
    public static bool TryVersion(long count, long replica, out long version)
    {
        bool fits = (ulong)replica < MostReplicas && (ulong)count < long.MaxValue / MostReplicas;
        version = fits ? (count * MostReplicas) + replica : -1;
        return fits;
    }

    /// <summary>What is missing or contradicts itself; null when the fields make an operation.</summary>
    public readonly string? Fault()
    {
        if (Client < 0) return Missing("client");
        if (Key < 0) return Missing("key");
        if (Kind is not { } function) return Missing("f");
        if (Call == Absent) return Missing("call");
        if (Response == Absent) return Missing("ret");
        if (Response < Call) return $"the operation is answered at {Response}, before it is invoked at {Call}";
        if (function == OperationKind.CompareAndSet && !HasExpected) return Missing("cas");
        if (function is OperationKind.Write or OperationKind.Append && !HasValue) return Missing("v");
        if (function == OperationKind.Read && !HasValue && !IsUnknown && Ok != false) return Missing("v");
        return function == OperationKind.CompareAndSet && Ok is null && !IsUnknown ? Missing("ok") : null;
    }

    /// <summary>The operation of fields without a fault.</summary>
    public readonly Operation ToOperation(long initial) => new()
    {
        Id = Id,
        Client = Client,
        Key = Key,
        Kind = Kind!.Value,
        Outcome = IsUnknown ? Outcome.Info : Ok == false ? Outcome.Fail : Outcome.Ok,
        Value = Kind == OperationKind.Delete ? initial : Value,
        Expected = Expected,
        Invocation = Call,
        Response = IsUnknown ? Operation.Never : Response,
        Replica = Replica,
        Version = Version,
        IsFinal = Final == true,
    };

    private readonly bool IsUnknown => Response == Operation.Never || Info == true;

    private static string Missing(string property) => $"the operation has no \"{property}\"";
}
