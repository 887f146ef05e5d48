using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Runs executions drawn at random, each by its number: which worker runs it does not matter.</summary>
internal sealed class SamplingWorker(ProgramRunner runner, RandomNumbers random, SampleNumbers numbers, ExplorationBounds bounds, ProgressBoard? progress, ExplorationOptions options)
    : ExplorationWorker(runner, options)
{
    private const int Probes = 16;

    /// <inheritdoc/>
    protected override void Run()
    {
        if (Runner.Directed is PriorityChanges priorities) priorities.Length = Longest();
        while (numbers.Next() is { } number)
        {
            int failed = RunNumber(number);
            if (Runner.IsInterrupted || !Tally.Add(failed) || bounds.AreReached(counts: true)) numbers.Stop();
            progress?.Note(this, 0, numbers.Share);
        }
    }

    /// <summary>The length of the longest of some executions: the same ones for every worker, so that all draw from the same.</summary>
    private int Longest()
    {
        int longest = 1;
        for (int number = 0; number < Probes && !Runner.IsInterrupted; number++)
        {
            RunNumber(number);
            longest = Math.Max(longest, Runner.Search.Graph.Count);
        }

        return longest;
    }

    private int RunNumber(long number)
    {
        random.Restart(Options.Sampling!.Seed, number);
        return Runner.RunDirected(stopAtFailure: !Options.KeepGoing);
    }
}
