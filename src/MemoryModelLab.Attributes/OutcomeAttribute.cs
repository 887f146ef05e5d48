namespace MemoryModelLab.Attributes;

/// <summary>What an outcome means. An outcome that no attribute names is acceptable.</summary>
/// <param name="values">The results in the order of their fields, separated by commas: <c>"0, 1"</c>; <c>*</c> stands for any value.</param>
/// <param name="expect">What it means.</param>
/// <param name="sentence">Why.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutcomeAttribute(string values, Expect expect, string sentence = "") : Attribute
{
    /// <summary>The results.</summary>
    public string Values { get; } = values;

    /// <summary>What the outcome means.</summary>
    public Expect Expect { get; } = expect;

    /// <summary>Why.</summary>
    public string Sentence { get; } = sentence;
}

/// <summary>What an outcome means to the test's author.</summary>
public enum Expect
{
    /// <summary>May happen; nobody is surprised.</summary>
    Acceptable,

    /// <summary>May happen, and is why the test exists.</summary>
    Interesting,

    /// <summary>Must never happen: a run that shows it fails.</summary>
    Forbidden,
}
