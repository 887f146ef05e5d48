using System.Runtime.Loader;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// A class initialiser at work. It runs once for all executions, so what it does is no event but part of the initial state, and the objects
/// it creates belong to no thread.
/// </summary>
internal sealed class Initialiser
{
    [ThreadStatic]
    private static Initialiser? current;

    private readonly HashSet<object> made = new(ReferenceEqualityComparer.Instance);
    private readonly Initialiser? outer;
    private readonly Session? session;
    private readonly InstrumentedProgram? program;

    private Initialiser(Initialiser? outer, Session? session, InstrumentedProgram? program) =>
        (this.outer, this.session, this.program) = (outer, session, program);

    /// <summary>The initialiser of a class begins.</summary>
    public static void Enter(RuntimeTypeHandle type) =>
        Enter(AssemblyLoadContext.GetLoadContext(Type.GetTypeFromHandle(type)!.Assembly) as InstrumentedProgram);

    /// <summary>It has ended.</summary>
    public static void Leave()
    {
        Session.Current = current!.session;
        current = current.outer;
    }

    /// <summary>Makes what a program shares from the beginning.</summary>
    public static T Make<T>(InstrumentedProgram? program, Func<T> make)
    {
        Enter(program);
        try
        {
            return make();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>An object was created outside an exploration; if by an initialiser, it is kept.</summary>
    public static T Keep<T>(T value)
        where T : class
    {
        if (Initialiser.current is not { } current)
            return value;
        current.made.Add(value);
        current.program?.KeepInitial(value);
        return value;
    }

    /// <summary>
    /// A read outside an exploration. If by an initialiser that a thread has set off, when it runs matters, if the threads write what it reads: all that it has not made
    /// itself.
    /// </summary>
    public static T Read<T>(ref T location, int site)
    {
        if (Initialiser.current is { session: { } session } current)
            session.NoteInitialiserRead(ref location, current.made, site);
        return location;
    }

    /// <summary>A thread is started outside an exploration: if by an initialiser, it would not be explored, and what it does be taken for the initial state.</summary>
    public static void RefuseThread()
    {
        if (current is not null)
            throw new UnsupportedCodeException("a static constructor starts a thread: that is not supported by the explorer");
    }

    private static void Enter(InstrumentedProgram? program)
    {
        current = new Initialiser(current, Session.Current, program);
        Session.Current = null;
    }
}
