namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>What an operation answered.</summary>
/// <param name="Number">The answer's number: equal answers are one.</param>
/// <param name="Value">What it returned.</param>
/// <param name="Error">What it threw instead.</param>
internal sealed record Answer(int Number, object? Value, Type? Error)
{
    /// <inheritdoc/>
    public override string ToString() => Error?.Name ?? Value?.ToString() ?? "null";
}
