namespace MemoryModelLab.Models.Comparison;

/// <summary>How two models relate on the tests they were compared on. None of it is a proof for other tests.</summary>
public enum Order
{
    /// <summary>No test separates them.</summary>
    NotSeparated,

    /// <summary>The first forbids more: all it allows the second allows, and some test shows that the second allows more.</summary>
    Stronger,

    /// <summary>The first allows more.</summary>
    Weaker,

    /// <summary>Each allows something that the other forbids.</summary>
    Incomparable,
}
