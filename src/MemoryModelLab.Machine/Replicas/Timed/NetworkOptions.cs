namespace MemoryModelLab.Machine.Replicas.Timed;

/// <summary>
/// The simulated network. Replicas A and B are near each other, C is far; further ones go on like that. Times are microseconds.
/// </summary>
public sealed record NetworkOptions
{
    /// <summary>One way between a client and the replica beside it.</summary>
    public int Local { get; init; } = 100;

    /// <summary>One way between A and B.</summary>
    public int Near { get; init; } = 500;

    /// <summary>One way to C and back.</summary>
    public int Far { get; init; } = 40_000;

    /// <summary>A message takes up to this share longer: so messages overtake each other.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>The share of transmissions between sites that are lost; the sender tries again, later.</summary>
    public double Loss { get; init; } = 0.01;

    /// <summary>The share of messages between sites that arrive twice.</summary>
    public double Duplicates { get; init; } = 0.01;

    /// <summary>What a site needs to handle a message.</summary>
    public int Service { get; init; } = 10;

    /// <summary>When C is cut off.</summary>
    public long PartitionFrom { get; init; } = long.MaxValue;

    /// <summary>When the network is whole again.</summary>
    public long PartitionTo { get; init; } = long.MaxValue;

    /// <summary>The longest a message takes that is neither lost nor cut off.</summary>
    public int LongestDelay => (int)(Far * (1 + Jitter)) + Service;
}
