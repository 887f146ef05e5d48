namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary><c>Debug.Assert</c> or <c>Trace.Assert</c> of a program under exploration failed.</summary>
public sealed class TraceAssertionException(string message) : Exception(message.Length == 0 ? "Assertion failed" : $"Assertion failed: {message}");
