using MemoryModelLab.Stores.Scenarios;
using Microsoft.Coyote.SystematicTesting;

namespace MemoryModelLab.Coyote.Tests;

/// <summary>No interleaving that is tried breaks a scenario on a correct store.</summary>
public sealed class CorrectStoreTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (StoreScenario scenario in StoreScenario.Correct)
            {
                foreach (Strategy strategy in Strategy.All)
                    cases.Add(scenario.ToString(), strategy.Name);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HoldsInEveryInterleavingThatIsTried(string scenario, string strategy)
    {
        Strategy chosen = Strategy.All.Single(one => one.Name == strategy);
        using TestingEngine engine = Exploration.Run(StoreScenario.Correct.Single(one => one.ToString() == scenario), chosen, Exploration.Iterations);
        Assert.True(engine.IsTestRewritten(), "The assemblies are not rewritten: build with -p:Coyote=true, and without -p:CoyoteRewrite=false.");
        Assert.True(engine.TestReport.NumOfFoundBugs == 0, Exploration.Describe(engine, chosen));
        Assert.Empty(engine.TestReport.InternalErrors);
    }
}
