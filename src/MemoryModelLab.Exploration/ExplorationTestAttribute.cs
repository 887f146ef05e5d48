namespace MemoryModelLab.Exploration;

/// <summary>
/// Marks a method whose behaviours <c>mml explore --assembly</c> explores; its class, if it is not static, needs a constructor without parameters. The
/// method is the program's first thread; or it returns an <see cref="Action"/> that is, as <see cref="Explorer.Linearizing{T}(Func{T}, Func{T, object}[][], Func{T})"/> makes one.
/// </summary>
/// <param name="arguments">The method's arguments; marked several times, it is explored with each.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ExplorationTestAttribute(params object?[]? arguments) : Attribute
{
    /// <summary>
    /// The name of a static property of the method's class, each element of which is such an argument, beside those given here: the last one.
    /// </summary>
    public string? Each { get; init; }

    /// <summary>The method's arguments.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments ?? [null];
}
