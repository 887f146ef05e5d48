using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>Another ordering of an access.</summary>
/// <param name="Site">The access, or the fence.</param>
/// <param name="IsWrite">Whether it is a write.</param>
/// <param name="Kind">What is changed.</param>
/// <param name="What">What is to be done, as a sentence without its place.</param>
/// <param name="Arm64">What it costs, or saves, on Arm64.</param>
/// <param name="Cost">The same in volatile reads: 1 for one, 2 for a volatile write, 10 for a full fence.</param>
public sealed record Change(Site Site, bool IsWrite, ChangeKind Kind, string What, string Arm64, int Cost)
{
    /// <summary>The number of the site, in the order of the code.</summary>
    internal int Number { get; init; }

    /// <summary>What the change is, where, and what it costs on Arm64.</summary>
    public override string ToString() => $"{Site.Statement}: {What} (Arm64: {Arm64})";

    /// <summary>A choice that the source does not make, as a change of it.</summary>
    internal static Change Making(Choice choice) => choice.Measure == Measure.Volatile
        ? Of(choice, ChangeKind.MakeVolatile, $"make {Access(choice)} volatile", choice.IsWrite ? "str becomes stlr" : "ldr becomes ldapr")
        : Of(choice, ChangeKind.AddFence, $"put Interlocked.MemoryBarrier() {(choice.IsWrite ? "after" : "before")} {(SiteTable.Get(choice.Site).IsAccess ? Access(choice) : $"the call of {Member(choice)}")}", "a dmb ish more");

    /// <summary>A choice of the source that is not made, as a change of it.</summary>
    internal static Change LeavingOut(Choice choice, MemoryOrder fence, IReadOnlySet<Choice> kept)
    {
        string member = Member(choice);
        if (choice.Measure == Measure.Fence)
            return Of(choice, ChangeKind.DropFence, $"{member} is not needed", Without(fence));
        if (choice.Measure == Measure.Volatile)
            return Of(choice, ChangeKind.DropVolatile, $"{Access(choice)} need not be volatile", choice.IsWrite ? "stlr becomes str" : "ldapr becomes ldr");
        string before = choice.IsWrite ? "swpal" : "casal";
        return kept.Contains(choice with { Measure = Measure.Volatile })
            ? Of(choice, ChangeKind.UseVolatile, $"Volatile.{(choice.IsWrite ? "Write" : "Read")} of {member} is enough", $"{before} becomes {(choice.IsWrite ? "stlr" : "ldapr")}")
            : Of(choice, ChangeKind.UsePlain, $"{Access(choice)} may be plain", $"{before} becomes {(choice.IsWrite ? "str" : "ldr")}");
    }

    private static Change Of(Choice choice, ChangeKind kind, string what, string arm64) =>
        new(SiteTable.Get(choice.Site), choice.IsWrite, kind, what, arm64, choice.Cost) { Number = choice.Site };

    private static string Access(Choice choice) => $"the {(choice.IsWrite ? "write" : "read")} of {Member(choice)}";

    private static string Member(Choice choice) => SiteTable.Get(choice.Site).Short(SiteTable.Get(choice.Site).Member);

    private static string Without(MemoryOrder fence) => fence switch
    {
        MemoryOrder.Acquire => "a dmb ishld less",
        MemoryOrder.ProcessWide => "no interrupt of the other processors",
        _ => "a dmb ish less",
    };
}
