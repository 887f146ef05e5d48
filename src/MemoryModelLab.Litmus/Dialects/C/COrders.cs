using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>The memory orders of C11 (ISO C11 7.17.3), as the arguments of atomic operations.</summary>
internal static class COrders
{
    private const EventTags Releasing = EventTags.CRelease | EventTags.CAcquireRelease;
    private const EventTags Acquiring = EventTags.CAcquire | EventTags.CAcquireRelease | EventTags.CConsume;

    /// <summary>The order that <paramref name="argument"/> names.</summary>
    public static EventTags Of(CExpression argument) => argument is CExpression.Name { Identifier: var name } && TryParse(name) is { } order
        ? order
        : throw CContext.Error(argument, "expected a memory order: memory_order_relaxed, _consume, _acquire, _release, _acq_rel or _seq_cst");

    /// <summary>The order of a load, which cannot release (7.17.7.2).</summary>
    public static EventTags OfLoad(CExpression argument) => Without(argument, Releasing, "a load cannot release, expected relaxed, consume, acquire or seq_cst");

    /// <summary>The order of a store, which cannot acquire (7.17.7.1).</summary>
    public static EventTags OfStore(CExpression argument) => Without(argument, Acquiring, "a store cannot acquire, expected relaxed, release or seq_cst");

    private static EventTags Without(CExpression argument, EventTags excluded, string problem)
    {
        EventTags order = Of(argument);
        return (order & excluded) == 0 ? order : throw CContext.Error(argument, problem);
    }

    private static EventTags? TryParse(string name) => name switch
    {
        "memory_order_relaxed" => EventTags.CRelaxed,
        "memory_order_consume" => EventTags.CConsume,
        "memory_order_acquire" => EventTags.CAcquire,
        "memory_order_release" => EventTags.CRelease,
        "memory_order_acq_rel" => EventTags.CAcquireRelease,
        "memory_order_seq_cst" => EventTags.CSequential,
        _ => null,
    };
}
