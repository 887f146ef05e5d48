using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Explores part after part of a search.</summary>
internal sealed class SearchWorker(ProgramRunner runner, WorkPool pool, ExplorationBounds bounds, ExplorationOptions options) : ExplorationWorker(runner, options)
{
    /// <inheritdoc/>
    protected override void Run()
    {
        while (pool.Take() is { } path) Explore(path);
    }

    private void Explore(int[] path)
    {
        bool consistent = Runner.Restart(path);
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
        }
        while (search.Next());
    }
}
