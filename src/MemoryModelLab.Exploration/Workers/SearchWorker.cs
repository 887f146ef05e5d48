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
        if (Options.Preemptions is { } most) Runner.Search.Preemptions = new Preemptions(most, Options.Model == MemoryModelKind.Sequential);
        while (pool.Take() is { } part)
        {
            Explore(part);
            progress?.Note(this, 0, pool.Share);
        }
    }

    private void Explore(WorkPart part)
    {
        bool consistent = Runner.Restart(part.Path, part.Share);
        if (Runner.IsInterrupted)
        {
            pool.Stop();
            pool.Add(part);
            return;
        }

        var search = Runner.Search;
        do
        {
            if (consistent && !RunOnce()) pool.Stop();
            if (Runner.IsInterrupted)
            {
                pool.Stop();
                pool.Add(search.GiveBack());
            }

            if (bounds.AreReached(consistent)) pool.Stop();
            if (bounds.IsCheckpointDue()) pool.RequestPause();
            if (pool.IsStopped || pool.IsPausing)
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

    /// <summary>Runs an execution; false if no other is to be run. One that fails counts, whatever the bound.</summary>
    private bool RunOnce()
    {
        int failed = Runner.RunToEnd(stopAtFailure: !Options.KeepGoing);
        if (Runner.IsInterrupted) return true;
        if (failed >= 0 || Runner.Search.Preemptions is not { } bound || bound.IsWithin(Runner.Search.Graph)) return Tally.Add(failed);
        Tally.AddPruned();
        return true;
    }
}
