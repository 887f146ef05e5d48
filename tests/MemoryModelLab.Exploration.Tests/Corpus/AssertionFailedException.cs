namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>What a reference program throws when it finds what must not be.</summary>
internal sealed class AssertionFailedException(string message) : Exception(message);
