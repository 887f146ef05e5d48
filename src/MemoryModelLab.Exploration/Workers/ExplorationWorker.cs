using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Reports;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Explores part after part of a search with a program of its own, and counts.</summary>
internal sealed class ExplorationWorker(ProgramRunner runner, WorkPool pool, ExplorationBounds bounds, bool keepGoing)
{
    private const int MostFailures = 100;

    /// <summary>Executions in which all threads ended.</summary>
    public long Complete { get; private set; }

    /// <summary>Executions in which a thread waits.</summary>
    public long Blocked { get; private set; }

    /// <summary>Executions in which a thread was stopped.</summary>
    public long CutShort { get; private set; }

    /// <summary>Executions that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>The first of them.</summary>
    public List<ExplorationFailure> Failures { get; } = [];

    /// <summary>Makes the program and explores until nothing is left for this worker.</summary>
    public void Run(Func<ExplorationProgram> program)
    {
        var before = SharedMemory.Enter(runner);
        try
        {
            runner.AddThreads(program());
            while (pool.Take() is { } path) Explore(path);
        }
        finally
        {
            SharedMemory.Enter(before);
        }
    }

    private void Explore(int[] path)
    {
        bool consistent = runner.Restart(path);
        do
        {
            if (consistent && !RunOnce()) pool.Stop();
            if (bounds.AreReached(consistent)) pool.Stop();
            if (pool.IsStopped)
            {
                while (runner.Search.GiveAway() is { } left) pool.Add(left);
                return;
            }

            consistent = true;
            if (pool.IsHungry && runner.Search.GiveAway() is { } given) pool.Add(given);
        }
        while (runner.Search.Next());
    }

    /// <summary>Runs an execution; false if the search is not to go on.</summary>
    private bool RunOnce()
    {
        int thread = runner.RunToEnd(stopAtFailure: !keepGoing);
        if (thread >= 0)
        {
            var error = runner.Errors[thread]!;
            if (error is RestartException) keepGoing = false;
            return Fail(error is EndlessLoopException ? FailureKind.EndlessLoop : FailureKind.Exception, error.Message, thread, error);
        }

        if (runner.IsComplete()) Complete++;
        else if (runner.IsCutShort()) CutShort++;
        else if (runner.Deadlock() is { } deadlock) return Fail(FailureKind.Deadlock, deadlock, -1, null);
        else Blocked++;
        return true;
    }

    private bool Fail(FailureKind kind, string message, int thread, Exception? error)
    {
        Failed++;
        if (Failures.Count < MostFailures)
        {
            var report = new ExecutionReporter(runner.Search.Graph, runner.Locations, runner.Objects).Report();
            Failures.Add(new ExplorationFailure(kind, message, thread, error, report));
        }

        return keepGoing;
    }
}
