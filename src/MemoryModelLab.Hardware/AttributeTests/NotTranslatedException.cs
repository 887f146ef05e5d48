namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>A class is a test to run, but no litmus test can be written of it; the message says why.</summary>
internal sealed class NotTranslatedException(string message) : Exception(message);
