namespace MemoryModelLab.Attributes;

/// <summary>An instance method, without parameters or result, that one thread runs once an iteration, together with the other threads.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ThreadAttribute : Attribute;
