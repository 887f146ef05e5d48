using System.Globalization;
using MemoryModelLab.Stores.Scenarios;
using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

namespace MemoryModelLab.Coyote.Tests;

/// <summary>
/// Runs a scenario under Coyote's engine, in this process. Each scheduling decision comes from a recorded seed, so a run can be done again;
/// what a run found can be replayed from its trace. MML_COYOTE_SEED and MML_COYOTE_ITERATIONS set other ones.
/// </summary>
internal static class Exploration
{
    private const uint MostSteps = 5_000;

    /// <summary>The seed of the first iteration; each iteration takes the next.</summary>
    public static uint Seed { get; } = Number("MML_COYOTE_SEED", 20_261_121);

    /// <summary>How many interleavings of a scenario are tried on a correct store.</summary>
    public static uint Iterations { get; } = Number("MML_COYOTE_ITERATIONS", 100);

    /// <summary>Explores; the engine, which the caller disposes of, has the report and the trace.</summary>
    public static TestingEngine Run(StoreScenario scenario, Strategy strategy, uint iterations)
    {
        var engine = TestingEngine.Create(strategy.Choose(Common().WithTestingIterations(iterations).WithRandomGeneratorSeed(Seed)), scenario.Run);
        engine.Run();
        return engine;
    }

    /// <summary>Runs a scenario once more as a trace says.</summary>
    public static TestingEngine Replay(StoreScenario scenario, Strategy strategy, string trace)
    {
        var engine = TestingEngine.Create(strategy.Choose(Common()).WithReproducibleTrace(trace), scenario.Run);
        engine.Run();
        return engine;
    }

    /// <summary>What was found, with all that is needed to find it again.</summary>
    public static string Describe(TestingEngine engine, Strategy strategy) => string.Create(
        CultureInfo.InvariantCulture, $"strategy {strategy}, seed {Seed}: {string.Join(Environment.NewLine, engine.TestReport.BugReports)}");

    private static Configuration Common() => Configuration.Create()
        .WithTelemetryEnabled(false)
        .WithMaxSchedulingSteps(MostSteps)
        .WithAtomicOperationRaceCheckingEnabled(true)
        .WithVolatileOperationRaceCheckingEnabled(true)
        .WithLockAccessRaceCheckingEnabled(true)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithSystematicFuzzingFallbackEnabled(false);

    private static uint Number(string variable, uint usual) =>
        uint.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : usual;
}
