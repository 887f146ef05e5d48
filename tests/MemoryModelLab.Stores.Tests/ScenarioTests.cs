using System.Diagnostics;
using MemoryModelLab.Stores.Scenarios;
using MemoryModelLab.Workloads.Broken;

namespace MemoryModelLab.Stores.Tests;

/// <summary>The scenarios under plain stress: as the system schedules them, often.</summary>
public sealed class ScenarioTests
{
    private const int Often = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Correct => [.. StoreScenario.Correct.Select(scenario => $"{scenario}")];

    public static TheoryData<string> Broken => [.. StoreScenario.Broken.Select(scenario => $"{scenario}")];

    [Theory]
    [MemberData(nameof(Correct))]
    public async Task HoldsOnEveryStore(string name)
    {
        StoreScenario scenario = StoreScenario.Correct.Single(one => $"{one}" == name);
        for (int i = 0; i < Often; i++)
            await scenario.Run();
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task BreaksOnABrokenTwin(string name)
    {
        StoreScenario scenario = StoreScenario.Broken.Single(one => $"{one}" == name);
        Assert.NotNull(await FirstFailure(scenario));
    }

    [Fact]
    public void EveryTwinThatInterleavingsBreakHasAScenario() =>
        Assert.Equal(
            Twin.All.Where(twin => !twin.NeedsWeakMemory).Select(twin => twin.Name).Order(),
            StoreScenario.Broken.Select(scenario => scenario.Store).Distinct().Order());

    internal static async Task<string?> FirstFailure(StoreScenario scenario)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Limit)
        {
            try
            {
                await scenario.Run();
            }
            catch (ScenarioException seen)
            {
                return seen.Message;
            }
        }
        return null;
    }
}
