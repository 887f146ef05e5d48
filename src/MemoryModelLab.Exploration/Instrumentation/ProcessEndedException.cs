namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A program under exploration would have ended its process.</summary>
public sealed class ProcessEndedException(string message, Exception? cause = null) : Exception(message, cause);
