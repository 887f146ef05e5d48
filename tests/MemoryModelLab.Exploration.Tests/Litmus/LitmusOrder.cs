using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Exploration.Tests.Litmus;

/// <summary>The annotations of litmus tests in the explorer's terms.</summary>
internal static class LitmusOrder
{
    /// <summary>The order an access keeps.</summary>
    public static MemoryOrder Of(PathEvent e)
    {
        bool reads = e.Kind != Models.Enumeration.EventKind.Write;
        var tags = e.Tags;
        if (Has(tags, EventTags.CSequential)) throw new NotSupportedException("sequentially consistent accesses");
        if (Has(tags, EventTags.Exclusive | EventTags.CConsume)) throw new NotSupportedException("exclusive and consuming accesses");
        if (Has(tags, EventTags.CAcquireRelease | EventTags.Monitor) && (e.Rmw != RmwRole.None || reads)) return MemoryOrder.AcquireRelease;
        if (Has(tags, EventTags.CAcquire)) return MemoryOrder.Acquire;
        if (Has(tags, EventTags.CRelease | EventTags.Monitor)) return MemoryOrder.Release;
        if (Has(tags, EventTags.CRelaxed | EventTags.CNonAtomic)) return MemoryOrder.Plain;
        if (Has(tags, EventTags.Interlocked | EventTags.ReadModifyWrite)) return MemoryOrder.Full;
        return !Has(tags, EventTags.Volatile) ? MemoryOrder.Plain : reads ? MemoryOrder.Acquire : MemoryOrder.Release;
    }

    /// <summary>The order a fence keeps; null if it is none for the models here.</summary>
    public static MemoryOrder? OfFence(EventTags tags)
    {
        if (Has(tags, EventTags.CSequential | EventTags.MemoryBarrier | EventTags.MFence)) return MemoryOrder.Full;
        if (Has(tags, EventTags.MemoryBarrierProcessWide)) return MemoryOrder.ProcessWide;
        if (Has(tags, EventTags.CAcquireRelease)) return MemoryOrder.AcquireRelease;
        if (Has(tags, EventTags.CAcquire | EventTags.ReadBarrier)) return MemoryOrder.Acquire;
        if (Has(tags, EventTags.CRelease | EventTags.WriteBarrier)) return MemoryOrder.Release;
        return Has(tags, EventTags.LFence | EventTags.SFence | EventTags.CRelaxed) ? null : throw new NotSupportedException($"a fence {tags}");
    }

    private static bool Has(EventTags tags, EventTags any) => (tags & any) != 0;
}
