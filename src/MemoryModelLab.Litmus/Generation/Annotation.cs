namespace MemoryModelLab.Litmus.Generation;

/// <summary>How an access is made: diy7's letters P, A, Q, L, X for AArch64, memory orders for C11, ours for C# and x64.</summary>
/// <param name="Name">As edges are written, <c>L</c> in <c>PodWWPL</c>.</param>
/// <param name="Tag">As test names say it, <c>rel</c>; <c>po</c> or <c>rlx</c> for an access that nothing was done to.</param>
/// <param name="Reads">Whether a read can be made this way.</param>
/// <param name="Writes">Whether a write can.</param>
public sealed record Annotation(string Name, string Tag, bool Reads, bool Writes)
{
    /// <summary>The place among the dialect's annotations, from 0 for none; of equal threads the one with the higher comes first in names.</summary>
    public int Rank { get; init; }

    /// <summary>Whether an access in <paramref name="direction"/> can be made this way.</summary>
    public bool Fits(Direction direction) => direction == Direction.Read ? Reads : Writes;
}
