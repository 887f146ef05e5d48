namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A method of a rewritten program that is to be explored.</summary>
/// <param name="Name">Its name, with its class.</param>
/// <param name="Body">What its first thread does.</param>
public sealed record ExplorationTest(string Name, Action Body);
