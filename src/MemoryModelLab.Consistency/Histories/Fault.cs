namespace MemoryModelLab.Consistency.Histories;

/// <summary>Something that was done to the system while a history was recorded: a partition, a crash. It says nothing of consistency, and much to who looks for the cause.</summary>
/// <param name="Text">What.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it was done.</param>
public sealed record Fault(string Text, long From, long To);
