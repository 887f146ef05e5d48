using System.Text;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Inputs;

/// <summary>Reads text that may turn out to be anything: a disk image, or a device that never ends.</summary>
internal static class BoundedText
{
    /// <summary>Reads a file or pipe.</summary>
    /// <param name="path">Where.</param>
    /// <param name="largest">The most characters an honest one has.</param>
    /// <param name="what">What it should be, for the message.</param>
    /// <exception cref="LitmusException">There is more than that.</exception>
    public static string Read(string path, int largest, string what)
    {
        using var reader = new StreamReader(path);
        var text = new StringBuilder();
        char[] chunk = new char[1 << 14];
        for (int length; (length = reader.Read(chunk)) > 0; text.Append(chunk, 0, length))
        {
            if (text.Length + length > largest)
            {
                throw new LitmusException(new SourcePosition(path, 1, 1), $"the file is larger than {largest / 1024} KiB, which no {what} is");
            }
        }

        return text.ToString();
    }
}
