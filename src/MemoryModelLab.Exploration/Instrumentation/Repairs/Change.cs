namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>Another ordering of an access.</summary>
/// <param name="Site">The access.</param>
/// <param name="From">How the source has it.</param>
/// <param name="To">How it would be.</param>
public sealed record Change(Site Site, Ordering From, Ordering To)
{
    /// <summary>What the change is, and what it costs on Arm64.</summary>
    public override string ToString() => To switch
    {
        Ordering.Volatile => $"{Site.Place}: make the access to {Site.Member} volatile (Arm64: ldr becomes ldapr, str becomes stlr)",
        Ordering.Fenced => $"{Site.Place}: make the access to {Site.Member} Interlocked, or put Interlocked.MemoryBarrier() beside it (Arm64: one dmb ish more)",
        _ when From == Ordering.Fenced => $"{Site.Place}: {Site.Member} is not needed (Arm64: one dmb less)",
        _ => $"{Site.Place}: the access to {Site.Member} need not be volatile (Arm64: ldapr becomes ldr, stlr becomes str)",
    };
}
