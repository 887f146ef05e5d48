using System.Diagnostics;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Reports;

namespace MemoryModelLab.Exploration;

/// <summary>One exploration: runs execution after execution and counts them, until all are done or a bound is reached.</summary>
internal sealed class ExplorationRun(ProgramRunner runner, ExplorationOptions options)
{
    private const int MostFailures = 100;

    // Reading the clock costs as much as a small execution.
    private const int ExecutionsPerLookAtTheClock = 64;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly List<ExplorationFailure> failures = [];
    private long complete;
    private long blocked;
    private long failed;

    /// <summary>Runs it.</summary>
    public ExplorationResult Run()
    {
        bool exhausted = false;
        while (!exhausted && !IsAtBound())
        {
            RunOnce();
            if (failed > 0 && !options.KeepGoing) break;
            exhausted = !runner.Search.Next();
        }

        return new ExplorationResult
        {
            Verdict = failed > 0 ? ExplorationVerdict.Failed : exhausted ? ExplorationVerdict.Passed : ExplorationVerdict.Inconclusive,
            Complete = complete,
            Blocked = blocked,
            Failed = failed,
            Failures = failures,
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    private bool IsAtBound()
    {
        long executions = complete + blocked + failed;
        if (executions == options.MaxExecutions) return true;
        return executions % ExecutionsPerLookAtTheClock == 0 && Stopwatch.GetElapsedTime(start) > options.MaxTime;
    }

    private void RunOnce()
    {
        int thread = runner.RunToEnd(stopAtFailure: !options.KeepGoing);
        if (thread >= 0)
        {
            var error = runner.Errors[thread]!;
            Fail(error is EndlessLoopException ? FailureKind.EndlessLoop : FailureKind.Exception, error.Message, thread, error);
        }
        else if (runner.IsComplete())
        {
            complete++;
        }
        else if (runner.Deadlock() is { } deadlock)
        {
            Fail(FailureKind.Deadlock, deadlock, -1, null);
        }
        else
        {
            blocked++;
        }
    }

    private void Fail(FailureKind kind, string message, int thread, Exception? error)
    {
        failed++;
        if (failures.Count == MostFailures) return;
        var report = new ExecutionReporter(runner.Search.Graph, runner.Locations, runner.Objects).Report();
        failures.Add(new ExplorationFailure(kind, message, thread, error, report));
    }
}
