namespace MemoryModelLab.Exploration;

/// <summary>Marks a method without parameters whose behaviours <c>mml explore --assembly</c> explores; a class with such a method needs a constructor without parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExplorationTestAttribute : Attribute
{
}
