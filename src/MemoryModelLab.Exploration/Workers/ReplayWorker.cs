using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Runs the one execution of a replay token.</summary>
internal sealed class ReplayWorker(ProgramRunner runner, ExplorationOptions options) : ExplorationWorker(runner, options)
{
    /// <inheritdoc/>
    protected override void Run()
    {
        int failed = Runner.RunDirected(stopAtFailure: false);
        if (!Runner.IsInterrupted) Tally.Add(failed);
    }
}
