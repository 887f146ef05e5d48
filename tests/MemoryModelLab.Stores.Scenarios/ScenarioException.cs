namespace MemoryModelLab.Stores.Scenarios;

/// <summary>A scenario saw what a linearizable store does not do; the message says what.</summary>
public sealed class ScenarioException(string message) : Exception(message);
