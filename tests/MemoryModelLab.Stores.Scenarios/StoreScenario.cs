using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Broken;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Stores.Scenarios;

/// <summary>A scenario on a store, ready to be run again and again, each time on a new one.</summary>
/// <param name="Store">The name of the store, or of the broken twin.</param>
/// <param name="Scenario">The name of the scenario.</param>
/// <param name="Run">Runs it; it throws <see cref="ScenarioException"/> when what must hold does not.</param>
internal sealed record StoreScenario(string Store, string Scenario, Func<Task> Run)
{
    // The twin migrates often and has few slots, so that a short scenario meets a migration and an explorer gets through it.
    private const int Slots = 64;
    private const int WritesBetween = 8;

    /// <summary>Every scenario on every store: they hold in all interleavings.</summary>
    public static IReadOnlyList<StoreScenario> Correct { get; } =
    [
        .. StoreKind.All.SelectMany(kind => StoreScenarios.Words.Select(scenario => On(kind.Name, kind.Create<long, long>, scenario))),
        .. StoreKind.All.SelectMany(kind => StoreScenarios.Wides.Select(scenario => On(kind.Name, kind.Create<long, Wide>, scenario))),
    ];

    /// <summary>For every twin that interleavings alone can break, a scenario that some interleaving breaks.</summary>
    public static IReadOnlyList<StoreScenario> Broken { get; } =
    [
        On("lost-update", () => new LostUpdateStore(), Word(nameof(StoreScenarios.NoIncrementIsLost))),
        On("lost-update", () => new LostUpdateStore(), Word(nameof(StoreScenarios.ACompareAndSwapHasOneWinner))),
        On("torn-value", () => new TornValueStore(), StoreScenarios.Wides.Single(scenario => scenario.Name == nameof(StoreScenarios.AValueIsReadWhole))),
        On("resize-race", () => new ResizeRaceStore(Slots, WritesBetween), Word(nameof(StoreScenarios.WhatIsWrittenDuringGrowthIsThere))),
        On("aba", () => new AbaStore(), Word(nameof(StoreScenarios.KeysDoNotShareValues))),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"{Store}: {Scenario}";

    private static Scenario<long> Word(string name) => StoreScenarios.Words.Single(scenario => scenario.Name == name);

    private static StoreScenario On<TValue>(string store, Func<IEqualityComparer<long>?, KeyValueStore<long, TValue>> create, Scenario<TValue> scenario) =>
        On(store, () => create(null), scenario);

    private static StoreScenario On<TValue>(string store, Func<KeyValueStore<long, TValue>> create, Scenario<TValue> scenario) => new(store, scenario.Name, async () =>
    {
        KeyValueStore<long, TValue> fresh = create();
        await scenario.Run(fresh);
        (fresh as IDisposable)?.Dispose();
    });
}
