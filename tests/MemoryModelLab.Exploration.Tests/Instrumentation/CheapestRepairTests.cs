using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>No cheaper orderings than those found make a program pass: all of them are tried.</summary>
public sealed class CheapestRepairTests : IDisposable
{
    private static readonly InstrumentedOptions Options = new();

    private readonly InstrumentedProgram _program = new(typeof(CheapestRepairTests).Assembly.Location);

    [Theory]
    [InlineData(nameof(CheapestRepairPrograms.Message))]
    [InlineData(nameof(CheapestRepairPrograms.StoreBuffering))]
    [InlineData(nameof(CheapestRepairPrograms.WriteAndStoreBuffering))]
    [InlineData(nameof(CheapestRepairPrograms.TwoWrites))]
    public void AllThatAreCheaperFail(string name)
    {
        Action test = Test(name);
        RepairResult found = Explorer.Repair(_program, test, Options);
        Assert.Equal((RepairOutcome.Found, true), (found.Outcome, found.IsCheapest));
        int cost = found.Changes.Sum(change => change.Cost);
        (bool passes, IReadOnlyCollection<Choice> all) = Explore(test, []);
        Assert.False(passes);
        int tried = 0;
        foreach (Choice[] cheaper in Subsets([.. all], cost - 1))
        {
            tried++;
            Assert.False(Explore(test, [.. cheaper]).Passes, string.Join(", ", cheaper.Select(choice => Change.Making(choice))));
        }
        Assert.InRange(tried, 3, 10_000);
    }

    /// <summary>Whether an execution is linearizable depends on the histories it stands for, which are fewer when more is kept in order.</summary>
    [Fact]
    public void WhatOperationsAnswerIsRepairedToo()
    {
        Action test = Test(nameof(CheapestRepairPrograms.TwoFlags));
        Assert.Equal(ExplorationVerdict.Failed, Explorer.Run(_program, test, Options).Exploration.Verdict);
        RepairResult found = Explorer.Repair(_program, test, Options);
        Assert.Equal((RepairOutcome.Found, true), (found.Outcome, found.IsCheapest));
        Assert.Equal(ExplorationVerdict.Passed, found.Changed!.Exploration.Verdict);
    }

    public void Dispose() => _program.Dispose();

    private Action Test(string name) => ExplorationTests.Of(_program).Single(test => test.Name == $"{typeof(CheapestRepairPrograms).FullName}.{name}").Body;

    private (bool Passes, IReadOnlyCollection<Choice> Met) Explore(Action test, HashSet<Choice> chosen)
    {
        var orderings = new SiteOrderings(chosen, isRelaxed: false);
        InstrumentedResult result = Explorer.Run(_program, test, nameof(CheapestRepairTests), Options, orderings);
        return (result.Exploration.Verdict == ExplorationVerdict.Passed, [.. orderings.Met.Keys]);
    }

    /// <summary>The sets of at most a cost to which none can be added within it: the others allow more.</summary>
    private static IEnumerable<Choice[]> Subsets(Choice[] all, int most)
    {
        for (int set = 0; set < 1 << all.Length; set++)
        {
            Choice[] chosen = [.. all.Where((_, i) => (set >> i & 1) != 0)];
            int left = most - chosen.Sum(choice => choice.Cost);
            if (left >= 0 && !all.Except(chosen).Any(choice => choice.Cost <= left))
                yield return chosen;
        }
    }
}
