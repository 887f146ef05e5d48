namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>What an operation does to a register.</summary>
internal enum RegisterAction : byte
{
    /// <summary>Needs the value to be <see cref="RegisterOperation.Value"/>.</summary>
    Read,

    /// <summary>Makes the value <see cref="RegisterOperation.Value"/>.</summary>
    Write,

    /// <summary>Needs the value to be <see cref="RegisterOperation.Expected"/> and makes it <see cref="RegisterOperation.Value"/>.</summary>
    CompareAndSet,

    /// <summary>Needs the value not to be <see cref="RegisterOperation.Expected"/>.</summary>
    FailedCompareAndSet,
}

/// <summary>An operation on one register, its values numbered and its times replaced by the numbers of events.</summary>
/// <param name="Index">The operation's index in the history.</param>
/// <param name="Action">What it does.</param>
/// <param name="Value">The value written or read.</param>
/// <param name="Expected">The value a compare-and-set expects.</param>
/// <param name="Call">The number of its invocation among all events.</param>
/// <param name="Return">The number of its response; <see cref="Never"/> when it may or may not take effect.</param>
internal readonly record struct RegisterOperation(int Index, RegisterAction Action, int Value, int Expected, int Call, int Return)
{
    public const int Never = int.MaxValue;

    public bool IsUpdate => Action is RegisterAction.Write or RegisterAction.CompareAndSet;

    public bool IsPending => Return == Never;

    /// <summary>Whether it can take effect when the register holds <paramref name="value"/>.</summary>
    public bool Applies(int value) => Action switch
    {
        RegisterAction.Read => value == Value,
        RegisterAction.Write => true,
        RegisterAction.CompareAndSet => value == Expected,
        _ => value != Expected,
    };

    /// <summary>Whether it waits for <paramref name="value"/>.</summary>
    public bool Wants(int value) => Action switch
    {
        RegisterAction.Read => value == Value,
        RegisterAction.CompareAndSet => value == Expected,
        _ => false,
    };

    /// <summary>Whether it differs from <paramref name="other"/> in its times only: the two may change places.</summary>
    public bool IsLike(in RegisterOperation other) => Action == other.Action && Value == other.Value && Expected == other.Expected;
}
