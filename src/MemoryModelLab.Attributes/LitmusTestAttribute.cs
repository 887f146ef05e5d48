namespace MemoryModelLab.Attributes;

/// <summary>
/// Makes a class a litmus test. Its instance fields are the memory the threads share, set by initialisers and the constructor; each iteration has an
/// instance of its own. The class needs a constructor without parameters, methods marked <see cref="ThreadAttribute"/>, and fields marked
/// <see cref="ResultAttribute"/>; a method marked <see cref="ArbiterAttribute"/> may look at the memory afterwards.
/// </summary>
/// <param name="description">The story, in one sentence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LitmusTestAttribute(string description = "") : Attribute
{
    /// <summary>The story, in one sentence.</summary>
    public string Description { get; } = description;
}
