using MemoryModelLab.Litmus.Dialects;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus;

/// <summary>Gives a test its meaning: the common instruction set, with memory, registers and what a final state consists of.</summary>
public static class LitmusLowering
{
    /// <summary>Lowers a test.</summary>
    /// <exception cref="LitmusException">An instruction or construct has no meaning here; the message names it.</exception>
    public static LitmusProgram Lower(LitmusTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        IDialect dialect = DialectTable.Of(test.Architecture);
        var locations = new LocationTable(test.Init);
        var threads = new ThreadBuilder[test.Threads.Count];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new ThreadBuilder(test, i, locations);
            Initialise(threads[i], test.Threads[i], dialect);
        }

        for (int i = 0; i < threads.Length; i++) dialect.Lower(test.Threads[i], threads[i]);
        IReadOnlyList<Observed> observed = new ObservedCollector(test, dialect, threads, locations).Collect();
        return new LitmusProgram
        {
            Test = test,
            Locations = locations.Build(),
            Threads = [.. threads.Select(thread => thread.Build())],
            Observed = observed,
            Condition = test.Condition,
        };
    }

    private static void Initialise(ThreadBuilder thread, ThreadBody body, IDialect dialect)
    {
        foreach (InitialValue entry in thread.Test.Init)
        {
            // A symbolic register without a thread is every thread's.
            bool everywhere = entry.Target.Thread is null && entry.Target.Name is ['%', ..];
            if (entry.Target.Thread != thread.Index && !everywhere) continue;
            if (dialect.CanonicalRegister(body, entry.Target.Name) is not { } name) continue;
            thread.Initialise(name, thread.Locations.ValueOf(entry.Value));
            if (entry.Type is not null) thread.Declare(name, ScalarType.Of(entry.Type));
        }
    }
}
