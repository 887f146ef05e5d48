using System.Runtime.ExceptionServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Replaying;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>One exploration, by one worker on the calling thread or by several on threads of their own.</summary>
internal sealed class ExplorationRun
{
    private readonly ExplorationBounds bounds;
    private readonly WorkPool pool;
    private readonly ExplorationWorker[] workers;
    private readonly Func<ExplorationProgram> program;
    private readonly ExplorationOptions options;
    private ExceptionDispatchInfo? error;

    /// <summary>An exploration, not begun.</summary>
    public ExplorationRun(Func<Schedule?, ProgramRunner> create, Func<ExplorationProgram> program, ExplorationOptions options)
    {
        (this.program, this.options) = (program, options);
        options.Resume?.Demand(options);
        bounds = new ExplorationBounds(options);
        pool = new WorkPool(Math.Max(1, options.Workers), [.. options.Resume?.Left.Select(part => part.ToArray()) ?? [[]]], () => options.KeepCheckpoint?.Invoke(Checkpoint()));
        workers = CreateWorkers(create);
    }

    /// <summary>Runs it.</summary>
    public ExplorationResult Run()
    {
        if (workers.Length == 1) workers[0].Run(program);
        else RunThreads();
        error?.Throw();
        bool all = options is { Sampling: null, Replay: null };
        ExplorationCheckpoint left = Checkpoint();
        string[] leftOut = left.Failed > 0 ? [] : [.. LeftOut(left)];
        return new ExplorationResult
        {
            Verdict = left.Failed > 0 ? ExplorationVerdict.Failed : leftOut.Length > 0 ? ExplorationVerdict.Inconclusive : ExplorationVerdict.Passed,
            WhyInconclusive = leftOut.Length > 0 ? string.Join("; ", leftOut) : null,
            Model = options.Model,
            Complete = left.Complete,
            Blocked = left.Blocked,
            CutShort = left.CutShort,
            Failed = left.Failed,
            Pruned = left.Pruned,
            Failures = [.. workers.SelectMany(worker => worker.Tally.Failures)],
            IsSymmetric = workers.Any(worker => worker.IsSymmetric),
            Elapsed = bounds.Elapsed,
            Checkpoint = all && left.Left.Count > 0 && (left.Failed == 0 || options.KeepGoing) ? left : null,
        };
    }

    /// <summary>What there may be that was not explored, and why.</summary>
    private IEnumerable<string> LeftOut(ExplorationCheckpoint left)
    {
        if (options.Replay is not null) yield return "one execution was run again";
        if (options.Sampling is not null) yield return "executions were drawn at random";
        if (options.Cancellation.IsCancellationRequested) yield return "it was interrupted";
        else if (left.Left.Count > 0 && bounds.Elapsed > options.MaxTime) yield return "the time was over";
        else if (left.Left.Count > 0 && options is { Replay: null, Sampling: null }) yield return $"the bound of {options.MaxExecutions} executions was reached";
        if (left.CutShort > 0) yield return $"a thread did more than {options.MaxOperations} operations, in {left.CutShort} executions";
        if (left.Pruned > 0) yield return $"{left.Pruned} graphs were left out that need more than {options.Preemptions} preemptions";
    }

    /// <summary>What was counted so far, and what nobody has taken.</summary>
    private ExplorationCheckpoint Checkpoint()
    {
        var resumed = options.Resume;
        return new ExplorationCheckpoint(
            ExplorationCheckpoint.CurrentVersion,
            options.Model,
            workers.Sum(worker => worker.Tally.Complete) + (resumed?.Complete ?? 0),
            workers.Sum(worker => worker.Tally.Blocked) + (resumed?.Blocked ?? 0),
            workers.Sum(worker => worker.Tally.CutShort) + (resumed?.CutShort ?? 0),
            workers.Sum(worker => worker.Tally.Failed) + (resumed?.Failed ?? 0),
            pool.Left)
        {
            Pruned = workers.Sum(worker => worker.Tally.Pruned) + (resumed?.Pruned ?? 0),
            Checks = options.Checks,
            Preemptions = options.Preemptions,
            MaxOperations = options.MaxOperations,
            Symmetry = options.Symmetry,
            Children = [.. workers[0].Children.All.Select(child => (int[])[child.Parent, child.Ordinal])],
        };
    }

    private ExplorationWorker[] CreateWorkers(Func<Schedule?, ProgramRunner> create)
    {
        ProgramRunner Create(Schedule? schedule)
        {
            ProgramRunner runner = create(schedule);
            runner.IsOver = bounds.LookAtTheClock;
            return runner;
        }

        if (options.Replay is { } replay)
        {
            var token = ReplayToken.Parse(replay);
            return [new ReplayWorker(Create(new Replay(token.Steps, token.Failing)), options)];
        }

        var progress = options.Progress is { } told ? new ProgressBoard(told, () => bounds.Elapsed) : null;
        var workers = Enumerable.Range(0, Math.Max(1, options.Workers));
        if (options.Sampling is not { } sampling) return [.. workers.Select(_ => new SearchWorker(Create(null), pool, bounds, progress, options))];
        var numbers = new SampleNumbers(sampling.Executions);
        return
        [
            .. workers.Select(_ =>
            {
                var random = new RandomNumbers();
                Schedule schedule = sampling.Depth is { } depth ? new PriorityChanges(random, depth) : new RandomWalk(random);
                return new SamplingWorker(Create(schedule), random, numbers, bounds, progress, options);
            }),
        ];
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
