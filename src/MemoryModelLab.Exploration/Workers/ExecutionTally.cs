using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Checks;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Replaying;
using MemoryModelLab.Exploration.Reports;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Counts executions by how they ended, and keeps those that failed.</summary>
internal sealed class ExecutionTally(ProgramRunner runner, ExplorationOptions options)
{
    private const int MostFailures = 100;

    private readonly ExecutionCheck[] checks = ExecutionCheck.Of(options.Checks, runner.Width);
    private long pruned;

    /// <summary>Executions in which all threads ended.</summary>
    public long Complete { get; private set; }

    /// <summary>Executions in which a thread waits.</summary>
    public long Blocked { get; private set; }

    /// <summary>Executions in which a thread was stopped.</summary>
    public long CutShort { get; private set; }

    /// <summary>Executions that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Graphs that a bound on preemptions left out.</summary>
    public long Pruned => pruned + runner.Search.Pruned;

    /// <summary>All of them.</summary>
    public long All => Complete + Blocked + CutShort + Failed;

    /// <summary>The first that failed.</summary>
    public List<ExplorationFailure> Failures { get; } = [];

    /// <summary>Counts the execution at hand, in which a thread has failed or, if it is -1, none has; false if no other is to be run.</summary>
    public bool Add(int thread)
    {
        if (thread >= 0)
        {
            var error = runner.Errors[thread]!;
            Fail(error is EndlessLoopException ? FailureKind.EndlessLoop : FailureKind.Exception, error.Message, thread, error);
            return options.KeepGoing && error is not RestartException;
        }

        if (ViolationOfChecks() is { } violation)
        {
            Fail(violation.Kind, violation.Message, -1, null, violation.Events);
            return options.KeepGoing;
        }

        var ending = runner.Ending;
        bool isComplete = ending.IsComplete();
        if (isComplete && runner.Judge?.Invoke() is { } judgement)
        {
            Fail(FailureKind.Exception, judgement.Message, -1, judgement);
            return options.KeepGoing;
        }

        if (isComplete) Complete++;
        else if (ending.IsCutShort()) CutShort++;
        else if (ending.Deadlock() is { } deadlock)
        {
            Fail(FailureKind.Deadlock, deadlock, -1, null);
            return options.KeepGoing;
        }
        else
        {
            Blocked++;
        }

        return true;
    }

    private Violation? ViolationOfChecks()
    {
        foreach (var check in checks)
            if (check.Find(runner.Search.Graph, runner.Locations) is { } violation) return violation;
        return null;
    }

    /// <summary>The execution at hand is beyond the bound on preemptions.</summary>
    public void AddPruned() => pruned++;

    private void Fail(FailureKind kind, string message, int thread, Exception? error, IReadOnlyList<int>? involved = null)
    {
        Failed++;
        if (Failures.Count == MostFailures) return;
        var graph = runner.Search.Graph;
        var reporter = new ExecutionReporter(graph, runner.Locations, runner.Objects);
        var report = reporter.Report();
        string replay = ReplayToken.Of(graph, options.Model, runner.Children, thread).ToString();
        Failures.Add(new ExplorationFailure(kind, message, thread, error, report, replay)
        {
            Involved = [.. (involved ?? []).Select(reporter.NumberOf)],
            Graph = new RecordedGraph(graph, runner.Locations, runner.CreateModel),
            Model = options.Model,
        });
    }
}
