namespace MemoryModelLab.Models.Relations;

/// <summary>Answers what a node's value is where that is known: for one event structure, or for one complete execution.</summary>
public interface INodeEvaluator
{
    /// <summary>Whether <paramref name="node"/> can be evaluated here (a node that depends on rf or co needs a complete execution).</summary>
    bool CanEvaluate(int node);

    /// <summary>The value of a set node.</summary>
    EventSet Set(int node);

    /// <summary>The value of a relation node.</summary>
    BitMatrix Relation(int node);
}
