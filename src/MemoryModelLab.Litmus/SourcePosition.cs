namespace MemoryModelLab.Litmus;

/// <summary>A place in a test or model file; line and column count from 1, in characters.</summary>
/// <param name="File">The file's path as the user gave it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
