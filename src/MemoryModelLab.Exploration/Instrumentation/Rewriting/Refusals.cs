using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>What of the framework cannot be explored, and is not run as it is either: an answer would be wrong without a word.</summary>
internal static class Refusals
{
    // They wait, or run code, outside of the exploration: its threads would never see it.
    private static readonly HashSet<string> Refused =
    [
        "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Threading.AsyncLocal`1",
        "System.Threading.Semaphore", "System.Threading.ReaderWriterLock",
        "System.Threading.SynchronizationContext", "System.Threading.Tasks.TaskFactory`1",
        "System.Threading.Tasks.TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource`1", "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1", "System.Timers.Timer",
        "System.Threading.CancellationToken", "System.Threading.CancellationTokenSource", "System.Threading.Channels.Channel", "System.Buffers.ArrayPool`1", "System.Random",
    ];

    // They answer otherwise in each run of a thread.
    private static readonly HashSet<string> Changing =
    [
        "System.Guid::CreateVersion7", "System.IO.Path::GetRandomFileName", "System.IO.Path::GetTempFileName", "System.GC::GetTotalMemory", "System.GC::GetAllocatedBytesForCurrentThread",
        "System.GC::GetTotalAllocatedBytes", "System.Environment::get_WorkingSet", "System.Environment::get_CpuUsage",
    ];

    private static readonly HashSet<string> Clocks =
    [
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64", "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
    ];

    // They access memory by an address, or by a name, that says nothing of how far it goes, or of which it is.
    private static readonly HashSet<string> Unseen =
    [
        "System.Runtime.CompilerServices.Unsafe::CopyBlock", "System.Runtime.CompilerServices.Unsafe::CopyBlockUnaligned", "System.Runtime.CompilerServices.Unsafe::InitBlock",
        "System.Runtime.CompilerServices.Unsafe::InitBlockUnaligned", "System.Runtime.CompilerServices.Unsafe::Copy", "System.Runtime.InteropServices.MemoryMarshal::ToEnumerable",
        "System.Reflection.FieldInfo::GetValue", "System.Reflection.FieldInfo::SetValue", "System.Reflection.FieldInfo::GetValueDirect", "System.Reflection.FieldInfo::SetValueDirect",
    ];

    /// <summary>Why a member is refused; null where it is not.</summary>
    public static string? Of(MethodReference called)
    {
        string name = Calls.NameOf(called), type = called.DeclaringType.GetElementType().FullName;
        return Changing.Contains(name) ? "it answers otherwise in each run, and executions are runs that are repeated"
            : Clocks.Contains(name) || type is "System.Diagnostics.Stopwatch" or "System.TimeProvider" ? "time does not pass, so that what is done when it is over would not be seen"
            : Unseen.Contains(name) ? "which memory it accesses is not known"
            : Refused.Contains(type) ? "it is not modelled"
            : null;
    }
}
