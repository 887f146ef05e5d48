namespace MemoryModelLab.Attributes;

/// <summary>An integer, <c>bool</c> or <c>char</c> field whose last value is a part of the outcome: the first such field is the outcome's first value.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ResultAttribute : Attribute;
