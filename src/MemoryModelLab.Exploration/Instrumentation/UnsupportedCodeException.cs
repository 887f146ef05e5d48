namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The program does something that cannot be explored; the message names it.</summary>
#pragma warning disable CA1032 // always has a message
public sealed class UnsupportedCodeException(string message) : NotSupportedException(message)
#pragma warning restore CA1032
{
}
