namespace MemoryModelLab.Cli;

/// <summary>What the user asked for cannot be done as asked; the message says why and what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);
