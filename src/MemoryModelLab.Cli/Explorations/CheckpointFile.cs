using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Exploration;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>The file of <c>--checkpoint</c>: there while an exploration is not at its end.</summary>
internal sealed class CheckpointFile(string path)
{
    /// <summary>Fails, before any work, where nothing can be written.</summary>
    /// <exception cref="UsageException">Nothing can.</exception>
    public static void Prepare(string? path)
    {
        if (path == "-") throw new UsageException("--checkpoint: expected the name of a file");
        TextFile.Prepare("--checkpoint", path);
    }

    /// <summary>Where to go on; null to begin.</summary>
    /// <exception cref="UsageException">The file is no checkpoint.</exception>
    public ExplorationCheckpoint? Read()
    {
        if (!File.Exists(path)) return null;
        try
        {
            return ExplorationCheckpoint.Parse(File.ReadAllText(path));
        }
        catch (FormatException malformed)
        {
            throw new UsageException($"--checkpoint {path}: {malformed.Message}");
        }
    }

    /// <summary>Keeps where to go on if the process is killed; where that cannot be written, the exploration goes on without.</summary>
    public void Keep(ExplorationCheckpoint checkpoint)
    {
        try
        {
            Write(checkpoint);
        }
        catch (IOException error)
        {
            Console.Error.WriteLine($"mml: --checkpoint {path}: {error.Message}");
        }
    }

    /// <summary>Keeps where to go on; removes the file when there is nothing left to do.</summary>
    public void Write(ExplorationCheckpoint? checkpoint)
    {
        if (checkpoint is not null) TextFile.Write(path, checkpoint.ToJson() + "\n");
        else File.Delete(path);
    }
}
