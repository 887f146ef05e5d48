using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>An event as the source says it: <c>W data=1</c>, <c>R flag=1 acquire</c>, <c>dmb ishld</c>.</summary>
internal static class EventText
{
    private static readonly (EventTags Tag, string Word)[] FenceWords =
    [
        (EventTags.MFence, "mfence"), (EventTags.LFence, "lfence"), (EventTags.SFence, "sfence"), (EventTags.Isb, "isb"),
        (EventTags.DmbSy | EventTags.DmbLd | EventTags.DmbSt, "dmb"), (EventTags.DsbSy | EventTags.DsbLd | EventTags.DsbSt, "dsb"),
        (EventTags.CFence, "fence"), (EventTags.MemoryBarrier, "MemoryBarrier"), (EventTags.MemoryBarrierProcessWide, "MemoryBarrierProcessWide"),
        (EventTags.ReadBarrier, "ReadBarrier"), (EventTags.WriteBarrier, "WriteBarrier"),
    ];

    private static readonly (EventTags Tag, string Word)[] OrderWords =
    [
        (EventTags.Acquire | EventTags.CAcquire, "acquire"), (EventTags.AcquirePc, "acquire-pc"), (EventTags.Release | EventTags.CRelease, "release"),
        (EventTags.CAcquireRelease, "acq_rel"), (EventTags.CSequential, "seq_cst"), (EventTags.CRelaxed, "relaxed"), (EventTags.CConsume, "consume"),
        (EventTags.Exclusive, "exclusive"), (EventTags.Interlocked, "interlocked"), (EventTags.Monitor, "lock"),
    ];

    /// <summary>The event's text.</summary>
    public static string Of(GraphEvent e)
    {
        EventTags tags = e.Event.Tags;
        if (e.Event.Kind == EventKind.Fence)
        {
            string fence = FenceWords.FirstOrDefault(w => (tags & w.Tag) != 0).Word ?? "fence";
            return fence is "dmb" or "dsb" ? $"{fence} {Domain(tags)}" : fence + Orders(tags);
        }

        string kind = e.Event.Kind switch { EventKind.Read => "R", EventKind.Write => "W", _ => "RMW" };
        string isVolatile = (tags & EventTags.Volatile) == 0 ? "" : e.Event.IsRead ? " acquire" : " release";
        return $"{kind} {e.Location}={e.ValueText}{isVolatile}{Orders(tags)}";
    }

    /// <summary>The event's text with its place: <c>W data=1 (P0, line 4)</c>.</summary>
    public static string WithPlace(GraphEvent e) =>
        $"{Of(e)} ({(e.Event.Thread < 0 ? "initial state" : $"P{e.Event.Thread}, line {e.Event.Line}")})";

    private static string Orders(EventTags tags) => string.Concat(OrderWords.Where(w => (tags & w.Tag) != 0).Select(w => $" {w.Word}"));

    private static string Domain(EventTags tags)
    {
        string accesses = (tags & (EventTags.DmbLd | EventTags.DsbLd)) != 0 ? "ld" : (tags & (EventTags.DmbSt | EventTags.DsbSt)) != 0 ? "st" : "";
        string domain = (tags & EventTags.DomainIsh) != 0 ? "ish" : (tags & EventTags.DomainOsh) != 0 ? "osh" : (tags & EventTags.DomainNsh) != 0 ? "nsh" : "";
        return domain.Length + accesses.Length == 0 ? "sy" : domain + accesses;
    }
}
