using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Runs executions of a program of its own, and counts them.</summary>
internal abstract class ExplorationWorker(ProgramRunner runner, ExplorationOptions options)
{
    /// <summary>What runs the program.</summary>
    protected ProgramRunner Runner => runner;

    /// <summary>How.</summary>
    protected ExplorationOptions Options => options;

    /// <summary>The threads that threads started, of all workers.</summary>
    public ChildThreads Children => runner.Children;

    /// <summary>Whether threads of the same code were explored once.</summary>
    public bool IsSymmetric => runner.Symmetry.HasTwins;

    /// <summary>How many executions ended how.</summary>
    public ExecutionTally Tally { get; } = new(runner, options);

    /// <summary>Makes the program and runs executions until nothing is left for this worker.</summary>
    public void Run(Func<ExplorationProgram> program)
    {
        var before = SharedMemory.Enter(runner);
        try
        {
            runner.AddThreads(program());
            Run();
        }
        finally
        {
            SharedMemory.Enter(before);
        }
    }

    /// <summary>Runs executions until nothing is left for this worker.</summary>
    protected abstract void Run();
}
