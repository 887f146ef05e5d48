namespace MemoryModelLab.Cli.Reports;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class TextFile
{
    /// <summary>Writes <paramref name="text"/> to <paramref name="path"/>, or to standard output for <c>-</c>.</summary>
    public static void Write(string path, string text)
    {
        if (path == "-")
        {
            Output.Line(text.TrimEnd('\n'));
            return;
        }

        string temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
