namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Abandons the run of a thread that cannot go on. Never an error, never to be caught by the program under test: rewritten code passes it
/// through its handlers.
/// </summary>
#pragma warning disable CA1032 // thrown only here, always the same instance
public sealed class BlockedException : Exception
#pragma warning restore CA1032
{
    /// <summary>The only one.</summary>
    internal static readonly BlockedException Instance = new();

    private BlockedException()
        : base("The thread under exploration cannot go on.")
    {
    }
}
