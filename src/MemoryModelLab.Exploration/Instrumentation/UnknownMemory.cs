namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// Memory that the explorer does not know, as code that is not rewritten has made it: constants, texts, buffers for the while of a call. What is accessed there
/// is no event; so nobody may read what another thread, or another run, has written.
/// </summary>
/// <remarks>An object that is made anew in each run of a thread is another each time; so what is said of a field, by name, is said of all objects.</remarks>
internal sealed class UnknownMemory
{
    private const int Nobody = -1;
    private const int Several = -2;

    private readonly Dictionary<nuint, Use> uses = [];
    private readonly Dictionary<string, Use> usesOfFields = [];
    private int collections = GC.CollectionCount(0);

    /// <summary>A read. False if what is read is not explored.</summary>
    /// <param name="address">Where.</param>
    /// <param name="field">The field's name, or null of what is none.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="run">The number of its run.</param>
    public bool TryRead(nuint address, string? field, int thread, int run)
    {
        Forget();
        Use use = uses.GetValueOrDefault(address, Use.None);
        if (use.Writer == thread && use.Run == run)
            return true;
        uses[address] = use with { Reader = Added(use.Reader, thread) };
        Use ofField = field is null ? Use.None : usesOfFields.GetValueOrDefault(field, Use.None);
        if (field is not null)
            usesOfFields[field] = ofField with { Reader = Added(ofField.Reader, thread) };
        return (use.Writer == Nobody || use.IsInitial) && (ofField.Writer == Nobody || ofField.Writer == thread);
    }

    /// <summary>A write. False if who reads it is not explored.</summary>
    /// <param name="address">Where.</param>
    /// <param name="field">The field's name, or null of what is none.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="run">The number of its run.</param>
    /// <param name="isPrologue">Whether it makes the initial state.</param>
    public bool TryWrite(nuint address, string? field, int thread, int run, bool isPrologue)
    {
        Forget();
        Use use = uses.GetValueOrDefault(address, Use.None);
        uses[address] = use with { Writer = thread, Run = run, IsInitial = isPrologue };
        if (isPrologue)
            return true;
        Use ofField = field is null ? Use.None : usesOfFields.GetValueOrDefault(field, Use.None);
        if (field is not null)
            usesOfFields[field] = ofField with { Writer = Added(ofField.Writer, thread) };
        return IsOwn(use.Reader, thread) && IsOwn(ofField.Reader, thread);
    }

    /// <summary>What the collector has moved is elsewhere now.</summary>
    private void Forget()
    {
        if (GC.CollectionCount(0) is var collections && collections == this.collections)
            return;
        this.collections = collections;
        uses.Clear();
    }

    private static int Added(int threads, int thread) => IsOwn(threads, thread) ? thread : Several;

    private static bool IsOwn(int threads, int thread) => threads == Nobody || threads == thread;

    /// <summary>What has been done at an address, or to a field.</summary>
    /// <param name="Writer">Who wrote there last; to a field of any object, without what makes the initial state.</param>
    /// <param name="Run">In which run.</param>
    /// <param name="IsInitial">Whether that made the initial state.</param>
    /// <param name="Reader">Who has read there what was not its own.</param>
    private readonly record struct Use(int Writer, int Run, bool IsInitial, int Reader)
    {
        public static Use None => new(Nobody, 0, false, Nobody);
    }
}
