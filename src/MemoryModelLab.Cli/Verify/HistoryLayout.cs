namespace MemoryModelLab.Cli.Verify;

/// <summary>What reports show beside the verdicts.</summary>
/// <param name="Explains">Whether the operations of each contradiction are listed.</param>
/// <param name="IsTimed">Whether each history says what it cost.</param>
internal sealed record HistoryLayout(bool Explains, bool IsTimed = false);
