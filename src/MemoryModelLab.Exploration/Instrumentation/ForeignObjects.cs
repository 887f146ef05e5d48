using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// Objects of code that is not rewritten, as a <c>List</c>. What they hold is no part of an execution, and is not as it was when a thread is run again; so
/// such an object may be changed only by the thread that made it, in the run it made it in, and while no other uses it.
/// </summary>
internal sealed class ForeignObjects
{
    // Members that change nothing, or nothing that a program reads.
    private static readonly string[] Readers =
    [
        "get_", "Get", "TryGet", "Contains", "IndexOf", "LastIndexOf", "Find", "Exists", "TrueForAll", "Any", "All", "Count", "To", "Equals", "Compare", "Is", "Format",
        "Peek", "TryPeek", "CopyTo", "As", "BinarySearch", "Match", "Write", "Log", "Dispose", "Invoke", "Convert", "Parse", "TryParse",
    ];

    private readonly ConditionalWeakTable<object, Usage> usages = [];

    /// <summary>Whether a member changes what it is called on, as far as its name tells.</summary>
    public static bool IsChange(string member) => !Readers.Any(prefix => member.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>A thread has made an object.</summary>
    public void Made(object value, int thread, int run) => usages.AddOrUpdate(value, new Usage(thread, run));

    /// <summary>A thread uses an object. False if what it does to it, or sees in it, is not explored.</summary>
    public bool Use(object value, int thread, int run, bool changes)
    {
        Usage usage = usages.GetValue(value, _ => new Usage(thread, run));
        bool isOwn = usage.Thread == thread;
        usage.IsChanged |= changes;
        usage.IsUsedByOthers |= !isOwn;
        return !usage.IsChanged || (isOwn && usage.Run == run && !usage.IsUsedByOthers);
    }

    /// <summary>The first thread uses an object before it starts others; what it does to those it has made in this run is the initial state.</summary>
    public bool Prepare(object value, int thread, int run, bool changes)
    {
        Usage usage = usages.GetValue(value, _ => new Usage(thread, run));
        usage.IsChanged |= changes && usage.Run != run;
        return !usage.IsChanged;
    }

    /// <summary>What is known of an object.</summary>
    /// <param name="thread">Who made it.</param>
    /// <param name="run">In which run.</param>
    private sealed class Usage(int thread, int run)
    {
        public int Thread => thread;

        public int Run => run;

        public bool IsChanged { get; set; }

        public bool IsUsedByOthers { get; set; }
    }
}
