using MemoryModelLab.Stores.Scenarios;
using Microsoft.Coyote.SystematicTesting;

namespace MemoryModelLab.Coyote.Tests;

/// <summary>What an interleaving can break is broken by one that is found, and again when its trace is replayed.</summary>
public sealed class BrokenTwinTests
{
    private const uint Many = 20_000;

    public static TheoryData<string> Scenarios => [.. StoreScenario.Broken.Select(scenario => scenario.ToString())];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void IsFoundByAStrategyAndReplayed(string name)
    {
        StoreScenario scenario = StoreScenario.Broken.Single(one => one.ToString() == name);
        foreach (Strategy strategy in Strategy.All)
        {
            using TestingEngine engine = Exploration.Run(scenario, strategy, Many);
            Assert.Empty(engine.TestReport.InternalErrors);
            if (engine.TestReport.NumOfFoundBugs == 0)
                continue;
            Assert.Contains(engine.TestReport.BugReports, report => report.Contains(nameof(ScenarioException), StringComparison.Ordinal));
            Keep(engine, $"{scenario.Store}-{scenario.Scenario}-{strategy}");
            using TestingEngine replayed = Exploration.Replay(scenario, strategy, engine.ReproducibleTrace);
            Assert.True(replayed.TestReport.NumOfFoundBugs == 1, $"The trace of {scenario} did not lead to the error again.");
            return;
        }
        Assert.Fail($"No strategy broke {scenario} in {Many} iterations from seed {Exploration.Seed}.");
    }

    /// <summary>Writes the report and the trace beside the tests, for <c>coyote replay</c>.</summary>
    private static void Keep(TestingEngine engine, string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "traces");
        Directory.CreateDirectory(folder);
        Assert.True(engine.TryEmitReports(folder, name, out IEnumerable<string> paths));
        // The reports are written while they are enumerated.
        Assert.All(paths, path => Assert.True(File.Exists(path), path));
    }
}
