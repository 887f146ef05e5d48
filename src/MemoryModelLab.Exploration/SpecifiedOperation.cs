using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration;

/// <summary>An operation, and what a specification of <c>MemoryModelLab.Consistency</c> knows it by.</summary>
/// <param name="Call">
/// Does it. Its answer is a number: 1 and 0 for yes and no, <see cref="ObjectOperation.Empty"/> where there was nothing; null of what answers nothing. An exception is a failure.
/// </param>
/// <param name="Function">Its name: <c>enqueue</c>, <c>pop</c>, <c>contains</c> …</param>
/// <param name="Argument">What it is given.</param>
/// <param name="Expected">What a compare-and-set compares with.</param>
public sealed record SpecifiedOperation<T>(Func<T, long?> Call, string Function, long Argument = 0, long Expected = 0);
