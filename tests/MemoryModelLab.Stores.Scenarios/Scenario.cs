namespace MemoryModelLab.Stores.Scenarios;

/// <summary>
/// A short concurrent program on a store: it starts tasks or threads, waits for them, and throws <see cref="ScenarioException"/> when what
/// they saw is not what a linearizable store does. It ends in every interleaving.
/// </summary>
/// <param name="Name">The name: what must hold.</param>
/// <param name="Run">Runs it on a new store.</param>
internal sealed record Scenario<TValue>(string Name, Func<KeyValueStore<long, TValue>, Task> Run);
