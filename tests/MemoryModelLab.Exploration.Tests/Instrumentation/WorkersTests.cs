using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Several workers run the same rewritten code, each with memory of its own: static fields, initialisers and locks too.</summary>
public class WorkersTests
{
    [Theory]
    [InlineData(4)]
    public void SeveralWorkersExploreTheSameExecutions(int workers)
    {
        ExplorationResult alone = Run(1);
        ExplorationResult together = Run(workers);
        Assert.Equal((alone.Complete, alone.Blocked, ExplorationVerdict.Passed), (together.Complete, together.Blocked, together.Verdict));
        Assert.InRange(alone.Complete, 500, 100_000);
    }

    [Fact]
    public void WhatWasStoppedGoesOn()
    {
        ExplorationResult all = Run(1);
        ExplorationCheckpoint? checkpoint = null;
        ExplorationResult part;
        int rounds = 0;
        do
        {
            part = Run(1, (all.Complete + all.Blocked) / 3, checkpoint);
            checkpoint = part.Checkpoint is null ? null : ExplorationCheckpoint.Parse(part.Checkpoint.ToJson());
            rounds++;
        }
        while (checkpoint is not null && rounds < 20);
        Assert.Equal((all.Complete, all.Blocked, ExplorationVerdict.Passed), (part.Complete, part.Blocked, part.Verdict));
        Assert.InRange(rounds, 3, 5);
    }

    private static ExplorationResult Run(int workers, long? most = null, ExplorationCheckpoint? resume = null) => Explorer.Run(static () =>
    {
        var threads = new Thread[3];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                lock (Totals.Gate)
                    Totals.Locked++;
                Interlocked.Add(ref Totals.Atomic, Totals.Step);
                Interlocked.Add(ref Totals.Atomic, Totals.Step);
                Totals.Own++;
                Totals.All[Totals.Own] = new object();
            });
        }
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if ((Totals.Locked, Totals.Atomic, Totals.Own) != (3, 12, 0))
            throw new InvalidOperationException($"{Totals.Locked}, {Totals.Atomic}, {Totals.Own}");
    }, new InstrumentedOptions { Exploration = new ExplorationOptions { Workers = workers, Model = MemoryModelKind.Sequential, MaxExecutions = most, Resume = resume } }).Exploration;

    private static class Totals
    {
        public static readonly object Gate = new();
        public static readonly object?[] All = new object?[2];
        public static readonly int Step = Environment.ProcessorCount > 0 ? 2 : 3;
        public static int Locked;
        public static int Atomic;

        [ThreadStatic]
        public static int Own;
    }
}
