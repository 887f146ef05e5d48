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
    /// <exception cref="UsageException">The file is no checkpoint, or of another model.</exception>
    public ExplorationCheckpoint? Read(MemoryModelKind model)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var checkpoint = ExplorationCheckpoint.Parse(File.ReadAllText(path));
            return checkpoint.Model == model ? checkpoint : throw new UsageException($"--checkpoint {path}: it is of an exploration under {checkpoint.Model}, not under {model}");
        }
        catch (FormatException malformed)
        {
            throw new UsageException($"--checkpoint {path}: {malformed.Message}");
        }
    }

    /// <summary>Keeps where to go on; removes the file when there is nothing left to do.</summary>
    public void Write(ExplorationCheckpoint? checkpoint)
    {
        if (checkpoint is not null) TextFile.Write(path, checkpoint.ToJson() + "\n");
        else File.Delete(path);
    }
}
