namespace MemoryModelLab.Stores.Tests.Histories;

internal enum OperationKind
{
    Get,
    Set,
    Add,
    Update,
    Remove,
    RemovePair,
    GetOrAdd,
    Increment,
    Clear,
}

/// <summary>One operation on one key: what was asked, what was answered, and when it was called and returned.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Argument">The value to write; for <see cref="OperationKind.RemovePair"/> the value to compare with.</param>
/// <param name="Comparison">For <see cref="OperationKind.Update"/> the value to compare with.</param>
/// <param name="Success">What the operation returned, where it returns a truth value.</param>
/// <param name="Result">The value it returned, where it returns one.</param>
/// <param name="Start">When it was called, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="End">When it returned.</param>
internal readonly record struct StoreOperation(
    OperationKind Kind, long Argument, long Comparison, bool Success, long Result, long Start, long End)
{
    /// <summary>Does it to the value of a key, null where there is none; false when the answer is not the one recorded.</summary>
    public bool Apply(ref long? value)
    {
        long? before = value;
        switch (Kind)
        {
            case OperationKind.Get:
                return Answers(before);
            case OperationKind.Set:
                value = Argument;
                return true;
            case OperationKind.Add:
                value ??= Argument;
                return Success == before is null;
            case OperationKind.Update:
                if (before == Comparison)
                    value = Argument;
                return Success == (before == Comparison);
            case OperationKind.Remove:
                value = null;
                return Answers(before);
            case OperationKind.RemovePair:
                if (before == Argument)
                    value = null;
                return Success == (before == Argument);
            case OperationKind.GetOrAdd:
                value ??= Argument;
                return Result == value;
            case OperationKind.Increment:
                value = before + 1 ?? Argument;
                return Result == value;
            default:
                value = null;
                return true;
        }
    }

    private bool Answers(long? value) => Success == value is not null && (value is null || Result == value);
}
