namespace MemoryModelLab.Exploration.Tests;

/// <summary>What a program throws when it finds what must not be.</summary>
internal sealed class AssertionFailedException(string message) : Exception(message);
