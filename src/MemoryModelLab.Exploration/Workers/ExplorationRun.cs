using System.Runtime.ExceptionServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>One exploration, by one worker on the calling thread or by several on threads of their own.</summary>
internal sealed class ExplorationRun
{
    private readonly ExplorationBounds bounds;
    private readonly WorkPool pool;
    private readonly ExplorationWorker[] workers;
    private readonly Func<ExplorationProgram> program;
    private ExceptionDispatchInfo? error;

    /// <summary>An exploration, not begun.</summary>
    public ExplorationRun(Func<ProgramRunner> create, Func<ExplorationProgram> program, ExplorationOptions options)
    {
        this.program = program;
        bounds = new ExplorationBounds(options);
        pool = new WorkPool(Math.Max(1, options.Workers));
        workers = [.. Enumerable.Range(0, Math.Max(1, options.Workers)).Select(_ => new ExplorationWorker(create(), pool, bounds, options.KeepGoing))];
    }

    /// <summary>Runs it.</summary>
    public ExplorationResult Run()
    {
        if (workers.Length == 1) workers[0].Run(program);
        else RunThreads();
        error?.Throw();
        long failed = workers.Sum(worker => worker.Failed);
        return new ExplorationResult
        {
            Verdict = failed > 0 ? ExplorationVerdict.Failed
                : bounds.WereReached ? ExplorationVerdict.Inconclusive
                : ExplorationVerdict.Passed,
            Complete = workers.Sum(worker => worker.Complete),
            Blocked = workers.Sum(worker => worker.Blocked),
            Failed = failed,
            Failures = [.. workers.SelectMany(worker => worker.Failures)],
            Elapsed = bounds.Elapsed,
        };
    }

    private void RunThreads()
    {
        Thread[] threads = [.. workers.Select((worker, index) => new Thread(() => RunWorker(worker), 16 << 20) { Name = $"explorer {index}", IsBackground = true })];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    private void RunWorker(ExplorationWorker worker)
    {
        try
        {
            worker.Run(program);
        }
        catch (Exception thrown)
        {
            // Thrown again on the thread that asked for the exploration.
            Interlocked.CompareExchange(ref error, ExceptionDispatchInfo.Capture(thrown), null);
            pool.Stop();
        }
    }
}
