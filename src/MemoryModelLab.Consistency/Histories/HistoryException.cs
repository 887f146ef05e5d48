namespace MemoryModelLab.Consistency.Histories;

/// <summary>A history that cannot be read: what is wrong, where, and what would be right.</summary>
public sealed class HistoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1, in bytes.</param>
    /// <param name="message">What is wrong, and what would be right.</param>
    public HistoryException(string path, long line, long column, string message)
        : base($"{path}:{line}:{column}: {message}") => (Path, Line, Column) = (path, line, column);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>The column, from 1.</summary>
    public long Column { get; }
}
