using MemoryModelLab.Hardware.AttributeTests;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>The lines of a test's file, as threads see them: in a table of instructions each has a column.</summary>
internal sealed class TestLines(string path)
{
    private const char Column = '|';

    private readonly string[] lines = AttributeAssembly.IsAssembly(path) ? [] : File.ReadAllLines(path);

    /// <summary>A thread's instruction on a line, else the number of the line.</summary>
    public string Text(int line, int thread)
    {
        string number = FormattableString.Invariant($"line {line}");
        if (line < 1 || line > lines.Length) return number;
        string[] columns = lines[line - 1].Split(Column);
        string text = (thread < columns.Length && IsRow(columns) ? columns[thread] : lines[line - 1]).Trim(' ', ';', '\t', '\r');
        return text.Length == 0 ? number : $"{number}: {text}";
    }

    private static bool IsRow(string[] columns) => columns[^1].TrimEnd().EndsWith(';') && !columns[^1].Contains('{', StringComparison.Ordinal);
}
