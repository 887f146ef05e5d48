using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation.Repairs;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Replaying;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Explores a method of a rewritten program, anew whenever a field is found to be shared.</summary>
internal sealed class InstrumentedRun(InstrumentedProgram program, Action test, string name, InstrumentedOptions options, SiteOrderings? orderings)
{
    private const int MostKnown = 1 << 18;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly FieldClasses fields = new(options.Exploration.Replay is { } replay ? ReplayToken.Parse(replay).Shared : options.Exploration.Resume?.Shared ?? []);

    /// <summary>Explores it.</summary>
    public InstrumentedResult Run() => Anew((begin, exploration) =>
    {
        ExplorationResult result = Explorer.Explore(begin, exploration);
        if (result.Failures.Select(failure => Cause(failure.Error)).FirstOrDefault(cause => cause is UnsupportedCodeException or RestartException) is { } error)
            ExceptionDispatchInfo.Throw(error);
        return new InstrumentedResult(WithShared(result), program.OpaqueCalls, fields.Shared);
    });

    /// <summary>Estimates how many executions there are.</summary>
    public ExplorationEstimate Estimate(int probes) => Anew((begin, exploration) => Explorer.Estimate(begin, exploration, probes));

    /// <summary>Does something with the program, again as long as fields turn out to be shared.</summary>
    internal T Anew<T>(Func<Func<ExplorationProgram>, ExplorationOptions, T> explore)
    {
        if (options.Exploration.Resume is { } resumed)
            program.Demand(resumed, name);
        ExplorationOptions exploration = options.Exploration with
        {
            KeepCheckpoint = options.Exploration.KeepCheckpoint is { } keep ? checkpoint => keep(OfThis(checkpoint)) : null,
        };
        // What is numbered in a checkpoint are events: where there are more, it leads nowhere.
        for (; ; exploration = exploration with { Resume = null, MaxTime = options.Exploration.MaxTime - Stopwatch.GetElapsedTime(start) })
        {
            program.ForgetCalls();
            var sessions = new ConcurrentBag<Session>();
            int shared = fields.SharedCount;
            try
            {
                T result = explore(() => Begin(sessions), exploration);
                // Also where code that is not rewritten has caught the exception.
                if (fields.SharedCount == shared)
                {
                    foreach (Session session in sessions)
                        session.DemandInitialisersApart();
                    return result;
                }
            }
            catch (Exception error) when (error is RestartException || (error is NondeterministicProgramException && fields.SharedCount != shared))
            {
                // The field is known now.
            }
            finally
            {
                Session.Current = null;
                foreach (Session session in sessions)
                    session.Dispose();
            }
        }
    }

    /// <summary>The result, whose replay tokens and checkpoint know the shared fields.</summary>
    private ExplorationResult WithShared(ExplorationResult result) => result with
    {
        Checkpoint = result.Checkpoint is { } checkpoint ? OfThis(checkpoint) : null,
        Failures = [.. result.Failures.Select(failure => failure with { Replay = (ReplayToken.Parse(failure.Replay) with { Shared = fields.SharedHashes }).ToString() })],
    };

    private ExplorationCheckpoint OfThis(ExplorationCheckpoint checkpoint) =>
        checkpoint with { Method = name, Builds = program.Builds, Shared = fields.SharedHashes };

    /// <summary>A session of its own for each worker, on its OS thread.</summary>
    private unsafe ExplorationProgram Begin(ConcurrentBag<Session> sessions)
    {
        int here;
        // Somewhat above this frame: the program's own are called from one close by.
        var session = new Session(program, fields, orderings, (nuint)(&here) + 1024);
        sessions.Add(session);
        Session.Current = session;
        return new ExplorationProgram([() => Main(session)]) { MostKnown = MostKnown };
    }

    /// <summary>What a static constructor has thrown, where one has.</summary>
    private static Exception? Cause(Exception? error) => error is TypeInitializationException { InnerException: { } inner } ? Cause(inner) : error;

    private void Main(Session session)
    {
        session.Begin();
        test();
    }
}
