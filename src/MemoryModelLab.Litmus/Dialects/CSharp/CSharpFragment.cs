namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>C# source kept exactly as it was written.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where its first character stands.</param>
public sealed record CSharpFragment(string Text, Origin Origin);
