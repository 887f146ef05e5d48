namespace MemoryModelLab.Attributes;

/// <summary>
/// An instance method, without parameters or result, that runs when all threads of an iteration are done, and sees all that they wrote: to look at what is left in
/// memory, and to write it, or what follows from it, into fields marked <see cref="ResultAttribute"/>. A test has at most one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ArbiterAttribute : Attribute;
