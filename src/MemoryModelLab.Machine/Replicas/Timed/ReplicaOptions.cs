namespace MemoryModelLab.Machine.Replicas.Timed;

/// <summary>What a simulated system runs.</summary>
public sealed record ReplicaOptions
{
    /// <summary>The most clients.</summary>
    public const int MostClients = 64;

    /// <summary>The most operations.</summary>
    public const int MostOperations = 1_000_000;

    /// <summary>The clients.</summary>
    public int Clients { get; init; } = 6;

    /// <summary>The replicas.</summary>
    public int Replicas { get; init; } = 3;

    /// <summary>The keys; each is as likely as any other.</summary>
    public int Keys { get; init; } = 8;

    /// <summary>How many operations are invoked.</summary>
    public int Operations { get; init; } = 1000;

    /// <summary>The share of reads.</summary>
    public double Reads { get; init; } = 0.75;

    /// <summary>How long a client thinks between operations, on average, in microseconds.</summary>
    public int Think { get; init; } = 10_000;

    /// <summary>How long a client waits for an answer, in microseconds. After that it begins a new session.</summary>
    public int Timeout { get; init; } = 1_000_000;

    /// <summary>What chance depends on.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The network.</summary>
    public NetworkOptions Network { get; init; } = new();
}
