using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MemoryModelLab.Cli;

/// <summary>Standard output: data, buffered, and nothing else. What is only for people watching goes to standard error.</summary>
internal static class Output
{
    private static readonly StreamWriter Writer = new(Open(), new UTF8Encoding(false), 1 << 14);

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

    /// <summary>
    /// On Unix the console's stream says nothing of a reader that has gone away; a file's does. Of a file on disk it would keep a position of its own, which the
    /// next that writes there does not see: such a one stays with the console's.
    /// </summary>
    private static Stream Open()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

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
