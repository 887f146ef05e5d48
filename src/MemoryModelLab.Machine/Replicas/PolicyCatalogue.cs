using MemoryModelLab.Machine.Replicas.Policies;

namespace MemoryModelLab.Machine.Replicas;

/// <summary>The policies by name.</summary>
public static class PolicyCatalogue
{
    /// <summary>The policies, from what promises least to what promises most.</summary>
    public static IReadOnlyList<Policy> All { get; } =
    [
        new AsynchronousPrimary(),
        new LogShipping(),
        new SessionTokens("read-your-writes", Guarantees.ReadYourWrites, "read-your-writes"),
        new SessionTokens("monotonic-reads", Guarantees.MonotonicReads, "monotonic-reads"),
        new SessionTokens("monotonic-writes", Guarantees.MonotonicWrites, "monotonic-writes"),
        new SessionTokens("writes-follow-reads", Guarantees.WritesFollowReads, "writes-follow-reads"),
        new StickySessions(),
        new SessionTokens("session", Guarantees.All, "session"),
        new PipelinedRam(),
        new CausalMemory(),
        new Causal(),
        new BoundedStaleness(),
        new TotalOrder(),
        new Locking(),
        new WitnessCache(),
        new Quorum(),
        new MutexMap(),
        new GlobalClock(),
    ];

    /// <summary>Policies with a fault, to be caught: each promises what it would keep without.</summary>
    public static IReadOnlyList<Policy> Broken { get; } =
    [
        new BrokenLogShipping(),
        new SessionTokens("broken-read-your-writes", Guarantees.None, "read-your-writes"),
        new BrokenCausal(),
        new TotalOrder(waitsForOwn: false),
        new Locking(locks: false),
        new WitnessCache(tellsFirst: false),
        new Quorum(readQuorum: 1, writeQuorum: 1, name: "broken-quorum"),
        new Quorum(writesBack: false, name: "broken-write-back"),
    ];

    /// <summary>The policy of a name; null when there is none.</summary>
    public static Policy? Find(string name) => All.Concat(Broken).FirstOrDefault(policy => policy.Name == name);
}
