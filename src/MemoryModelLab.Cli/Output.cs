using System.Text;

namespace MemoryModelLab.Cli;

/// <summary>Standard output: data, buffered, and nothing else. What is only for people watching goes to standard error.</summary>
internal static class Output
{
    private static readonly StreamWriter Writer = new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 14);

    private const int BrokenPipe = 32; // EPIPE
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>Whether the reader of our output has gone away.</summary>
    public static bool IsClosed { get; private set; }

    /// <summary>The writer, for renderers that want one.</summary>
    public static TextWriter Text => Writer;

    /// <summary>Writes a line.</summary>
    public static void Line(string line = "") => Guard(() => Writer.WriteLine(line));

    /// <summary>Hands everything written so far to the reader.</summary>
    public static void Flush() => Guard(Writer.Flush);

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            IsClosed = e.HResult is BrokenPipe or WindowsBrokenPipe or WindowsNoData;
            throw;
        }
    }
}
