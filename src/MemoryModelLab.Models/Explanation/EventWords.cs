using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Explanation;

/// <summary>Names the events of an execution in the words of the test's dialect, with their lines.</summary>
internal sealed class EventWords(LitmusProgram program, ExecutionGraph execution)
{
    private const EventTags Domains = EventTags.DomainIsh | EventTags.DomainOsh | EventTags.DomainNsh;

    private readonly Architecture architecture = program.Architecture;

    /// <summary>The event.</summary>
    public GraphEvent this[int e] => execution.Events[e];

    /// <summary>Its thread, <c>P1</c>.</summary>
    public string Thread(int e) => this[e].Event.Thread < 0 ? "the initial state" : $"P{this[e].Event.Thread}";

    /// <summary>Its line in brackets; nothing for the initial state.</summary>
    public string Line(int e) => this[e].Event.Line > 0 ? $" (line {this[e].Event.Line})" : "";

    /// <summary><c>flag=1</c>, or the fence.</summary>
    public string Value(int e) => this[e].Event.Kind == EventKind.Fence ? Fence(this[e].Event.Tags) : $"{this[e].Location}={this[e].ValueText}";

    /// <summary>What its thread does: <c>writes flag=1 by Volatile.Write (line 4)</c>.</summary>
    public string Does(int e)
    {
        string verb = this[e].Event.Kind switch
        {
            EventKind.Read => "reads",
            EventKind.Write => "writes",
            EventKind.ReadModifyWrite => "updates to",
            _ => "executes",
        };
        string initially = this[e].Event.Kind == EventKind.Read && ReadsInitial(e) ? "the initial " : "";
        return $"{verb} {initially}{Value(e)}{By(e)}{Line(e)}";
    }

    /// <summary>What made the access: <c>by Volatile.Write (line 4)</c>.</summary>
    public string How(int e) => By(e) + Line(e);

    /// <summary>The event as a thing: <c>P0's write of flag=1 (line 4)</c>.</summary>
    public string Thing(int e)
    {
        string kind = this[e].Event.Kind switch
        {
            EventKind.Read => "read of ",
            EventKind.Write => "write of ",
            EventKind.ReadModifyWrite => "update to ",
            _ => "",
        };
        return this[e].Event.Thread < 0 ? $"the initial {Value(e)}" : $"{Thread(e)}'s {kind}{Value(e)}{Line(e)}";
    }

    /// <summary>The instruction or method that makes an access more than a plain one; null for a plain one.</summary>
    public string? Form(int e)
    {
        ExecutionEvent x = this[e].Event;
        if (x.Kind == EventKind.Fence || x.Thread < 0) return null;
        return architecture switch
        {
            Architecture.CSharp => CSharp(x),
            Architecture.AArch64 => AArch64(x),
            Architecture.C => C(x.Tags),
            _ => x.Tags.HasFlag(EventTags.ReadModifyWrite) ? "a locked instruction" : null,
        };
    }

    private string By(int e) => Form(e) is { } form ? $" by {form}" : "";

    private bool ReadsInitial(int read) => execution["rf"].Pairs().Any(p => p.To == read && this[p.From].Event.Thread < 0);

    /// <summary>A fence as its dialect writes it.</summary>
    public static string Fence(EventTags tags)
    {
        string domain = (tags & Domains) switch
        {
            EventTags.DomainIsh => "ISH",
            EventTags.DomainOsh => "OSH",
            EventTags.DomainNsh => "NSH",
            _ => "",
        };
        return (tags & ~Domains) switch
        {
            EventTags.MFence => "MFENCE",
            EventTags.LFence => "LFENCE",
            EventTags.SFence => "SFENCE",
            EventTags.Isb => "ISB",
            EventTags.DmbSy => $"DMB {(domain.Length > 0 ? domain : "SY")}",
            EventTags.DmbLd => $"DMB {domain}LD",
            EventTags.DmbSt => $"DMB {domain}ST",
            EventTags.DsbSy => $"DSB {(domain.Length > 0 ? domain : "SY")}",
            EventTags.DsbLd => $"DSB {domain}LD",
            EventTags.DsbSt => $"DSB {domain}ST",
            EventTags.MemoryBarrier => "Interlocked.MemoryBarrier()",
            EventTags.MemoryBarrierProcessWide => "Interlocked.MemoryBarrierProcessWide()",
            EventTags.ReadBarrier => "Volatile.ReadBarrier()",
            EventTags.WriteBarrier => "Volatile.WriteBarrier()",
            var t when t.HasFlag(EventTags.CFence) => $"atomic_thread_fence({C(t)})",
            _ => "a fence",
        };
    }

    private static string? CSharp(ExecutionEvent x) => x.Tags switch
    {
        var t when t.HasFlag(EventTags.Monitor) => x.IsRead || t.HasFlag(EventTags.ReadModifyWrite) ? "entering the lock" : "leaving the lock",
        var t when t.HasFlag(EventTags.Interlocked) => "an Interlocked method",
        var t when t.HasFlag(EventTags.Volatile) => x.IsRead ? "Volatile.Read" : "Volatile.Write",
        _ => null,
    };

    private static string? AArch64(ExecutionEvent x)
    {
        EventTags t = x.Tags;
        bool acquires = t.HasFlag(EventTags.Acquire), releases = t.HasFlag(EventTags.Release), exclusive = t.HasFlag(EventTags.Exclusive);
        if (t.HasFlag(EventTags.ReadModifyWrite)) return acquires ? "an atomic that acquires" : releases ? "an atomic that releases" : "an atomic";
        return (x.IsRead, acquires, releases, exclusive, t.HasFlag(EventTags.AcquirePc)) switch
        {
            (_, _, _, _, true) => "LDAPR",
            (true, true, _, true, _) => "LDAXR",
            (true, true, _, _, _) => "LDAR",
            (true, _, _, true, _) => "LDXR",
            (false, _, true, true, _) => "STLXR",
            (false, _, true, _, _) => "STLR",
            (false, _, _, true, _) => "STXR",
            _ => null,
        };
    }

    private static string? C(EventTags tags) => tags switch
    {
        var t when t.HasFlag(EventTags.CSequential) => "memory_order_seq_cst",
        var t when t.HasFlag(EventTags.CAcquireRelease) => "memory_order_acq_rel",
        var t when t.HasFlag(EventTags.CAcquire) => "memory_order_acquire",
        var t when t.HasFlag(EventTags.CRelease) => "memory_order_release",
        var t when t.HasFlag(EventTags.CConsume) => "memory_order_consume",
        var t when t.HasFlag(EventTags.CRelaxed) => "memory_order_relaxed",
        _ => null,
    };
}
