using System.Collections.Concurrent;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>Orderings in the place of those the source has, and what of the source was met.</summary>
/// <param name="chosen">The orderings that are kept; where more than the source has is tried, that are added.</param>
/// <param name="isRelaxed">Whether what is not chosen is left out where the source has it.</param>
internal sealed class SiteOrderings(IReadOnlySet<Choice> chosen, bool isRelaxed)
{
    private readonly ConcurrentDictionary<Choice, MemoryOrder> met = new();
    private readonly ConcurrentDictionary<int, bool> bound = new();

    /// <summary>What was met: accesses that can be made volatile or be fenced; where orderings are left out, those of the source, a fence with what it keeps.</summary>
    public IReadOnlyDictionary<Choice, MemoryOrder> Met => met;

    /// <summary>The sites whose Interlocked operations have to be Interlocked whatever the order.</summary>
    public ICollection<int> Bound => bound.Keys;

    /// <summary>How an access is ordered.</summary>
    public Ordering OfAccess(int site, bool isWrite, Ordering written)
    {
        if (!IsOfSource(site))
            return written;
        var asVolatile = new Choice(site, isWrite, Measure.Volatile);
        if (isRelaxed)
        {
            if (written != Ordering.Volatile)
                return written;
            met.TryAdd(asVolatile, MemoryOrder.Plain);
            return chosen.Contains(asVolatile) ? written : Ordering.Plain;
        }
        var asFenced = asVolatile with { Measure = Measure.Fence };
        met.TryAdd(asFenced, MemoryOrder.Full);
        if (written == Ordering.Plain)
            met.TryAdd(asVolatile, MemoryOrder.Plain);
        return written | (chosen.Contains(asVolatile) ? Ordering.Volatile : Ordering.Plain) | (chosen.Contains(asFenced) ? Ordering.Fenced : Ordering.Plain);
    }

    /// <summary>What a fence before a call of code that is not the program's keeps: a plain one nothing, where there could be one. Null where none is tried.</summary>
    public MemoryOrder? OfCall(int site)
    {
        if (isRelaxed)
            return null;
        var fence = new Choice(site, false, Measure.Fence);
        met.TryAdd(fence, MemoryOrder.Full);
        return chosen.Contains(fence) ? MemoryOrder.Full : MemoryOrder.Plain;
    }

    /// <summary>What a fence of the source keeps; a plain one nothing.</summary>
    public MemoryOrder OfFence(int site, MemoryOrder written)
    {
        if (!isRelaxed || !IsOfSource(site))
            return written;
        var fence = new Choice(site, false, Measure.Fence);
        met.TryAdd(fence, written);
        return chosen.Contains(fence) ? written : MemoryOrder.Plain;
    }

    /// <summary>Whether an Interlocked operation is replaced by a volatile access, which it then could be in the source.</summary>
    /// <param name="site">The site.</param>
    /// <param name="isWrite">Whether all it does is to write, or, if not, to read.</param>
    public bool IsReplaced(int site, bool isWrite)
    {
        if (!isRelaxed || !IsOfSource(site))
            return false;
        var update = new Choice(site, isWrite, Measure.Interlocked);
        met.TryAdd(update, MemoryOrder.Full);
        return !chosen.Contains(update);
    }

    /// <summary>An Interlocked operation does more than an access.</summary>
    public void Bind(int site) => bound.TryAdd(site, true);

    private static bool IsOfSource(int site) => !SiteTable.IsInner(site) && SiteTable.Get(site).IsAccess;
}
