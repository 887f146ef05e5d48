using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Explores part after part of a search.</summary>
internal sealed class SearchWorker(ProgramRunner runner, WorkPool pool, ExplorationBounds bounds, ProgressBoard? progress, ExplorationOptions options)
    : ExplorationWorker(runner, options)
{
    private const int ExecutionsPerNote = 64;

    /// <inheritdoc/>
    protected override void Run()
    {
        while (pool.Take() is { } part)
        {
            Explore(part);
            progress?.Note(this, 0, pool.Share);
        }
    }

    private void Explore(WorkPart part)
    {
        bool consistent = Runner.Restart(part.Path, part.Share);
        var search = Runner.Search;
        do
        {
            if (consistent && !Tally.Add(Runner.RunToEnd(stopAtFailure: !Options.KeepGoing))) pool.Stop();
            if (bounds.AreReached(consistent)) pool.Stop();
            if (pool.IsStopped)
            {
                while (search.GiveAway() is { } left) pool.Add(left);
                return;
            }

            consistent = true;
            if (pool.IsHungry && search.GiveAway() is { } given) pool.Add(given);
            if (progress is not null && Tally.All % ExecutionsPerNote == 0) progress.Note(this, search.Left(), pool.Share);
        }
        while (search.Next());
    }
}
