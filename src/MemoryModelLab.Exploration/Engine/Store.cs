namespace MemoryModelLab.Exploration.Engine;

/// <summary>How stores are named: a write by its index, the initial value of location <c>l</c> by <c>~l</c>.</summary>
internal static class Store
{
    /// <summary>No store.</summary>
    public const int None = int.MinValue;
}
