using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Explores a method of a rewritten program, anew whenever a field is found to be shared.</summary>
internal sealed class InstrumentedRun(InstrumentedProgram program, Action test, InstrumentedOptions options)
{
    private readonly FieldClasses _fields = new();

    /// <summary>Explores it, on the calling OS thread.</summary>
    public unsafe InstrumentedResult Run()
    {
        int here;
        var stack = (nuint)(&here);
        while (true)
        {
            Session? session = null;
            try
            {
                ExplorationResult result = Explorer.Explore(() =>
                {
                    session?.Dispose();
                    Session own = session = Session.Current = new Session(program, _fields, stack);
                    return new ExplorationProgram([() => Main(own)]);
                }, options.Exploration);
                if (!result.Failures.Any(failure => failure.Error is RestartException))
                    return new InstrumentedResult(result, program.OpaqueCalls, _fields.Shared);
            }
            finally
            {
                Session.Current = null;
                session?.Dispose();
            }
        }
    }

    private void Main(Session session)
    {
        session.Begin();
        test();
    }
}
