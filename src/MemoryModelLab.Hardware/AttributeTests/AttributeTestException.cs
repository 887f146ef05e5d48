namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>An assembly or a class in it is no test; the message names it, the member, and what would be right.</summary>
public sealed class AttributeTestException(string message) : Exception(message);
