namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Marks a model of a type of the framework, which is put in its place.</summary>
/// <param name="type">The framework's type.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class StandsForAttribute(Type type) : Attribute
{
    /// <summary>The framework's type.</summary>
    public Type Type => type;
}
