using System.Runtime.InteropServices;
using MemoryModelLab.Stores.Scenarios;
using MemoryModelLab.Workloads.Broken;

namespace MemoryModelLab.Stores.Tests;

/// <summary>The table of docs/stores.md is made here: each twin goes to each detector, and what they say is what is written there.</summary>
public sealed class WhoCatchesWhatTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TheTableInTheDocsIsWhatTheDetectorsSay()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        string[] written = [.. File.ReadLines(Repository.File("docs", "stores.md")).SkipWhile(line => !line.StartsWith("| twin |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))];
        var rows = new List<string>();
        foreach (Twin twin in Twin.All)
            rows.Add(await Row(twin));
        Assert.Equal(rows, written);
    }

    private static async Task<string> Row(Twin twin)
    {
        string? stress = twin.NeedsWeakMemory ? twin.Attempt(1, Limit, CancellationToken.None) : twin.Stress(Limit, seed: 1);
        string scenario = "none: no interleaving shows it";
        foreach (StoreScenario one in StoreScenario.Broken.Where(one => one.Store == twin.Name))
            scenario = await ScenarioTests.FirstFailure(one) is null ? "never" : "caught";
        return $"| `{twin.Name}` | {twin.Wrong} | {(stress is null ? "never" : "caught")} | {scenario} | `{twin.Litmus}`: {Litmus(twin.Litmus)} | `{twin.Cured}`: {Litmus(twin.Cured)} |";
    }

    private static string Litmus(string test)
    {
        string[] expected = File.ReadAllLines(Repository.File("litmus", "stores", test + ".expected"));
        return expected.Contains("dotnet Ok Sometimes") && expected.Contains("arm64 Ok Sometimes") ? "allowed"
            : expected.Contains("dotnet No Never") && expected.Contains("arm64 No Never") ? "forbidden"
            : "differs";
    }
}
