namespace MemoryModelLab.Consistency.Ladder;

/// <summary>A consistency model by its name.</summary>
/// <param name="Name">The name, as on the command line.</param>
/// <param name="ShortName">The name of the literature, as in recorded verdicts.</param>
/// <param name="Meaning">What a history that satisfies it keeps, in a few words.</param>
public sealed record ConsistencyModel(string Name, string ShortName, string Meaning)
{
    /// <summary>All models, from the weakest end to the strongest; not each is weaker than all that follow (docs/consistency.md).</summary>
    public static IReadOnlyList<ConsistencyModel> All { get; } =
    [
        new("eventual", "eventual", "nothing is read that was not written, and replicas agree in the end"),
        new("prefix-per-read", "consistent-prefix (no session)", "every read sees some prefix of one order of the writes, the servers' where they recorded it"),
        new("prefix", "prefix(monotone)", "every read sees a prefix of one order of the writes, and never a shorter one"),
        new("read-your-writes", "RYW", "a session sees its own writes"),
        new("monotonic-reads", "MR", "a session never sees less than it has seen"),
        new("monotonic-writes", "MW", "a session's writes are seen in their order"),
        new("writes-follow-reads", "WFR", "who sees a write sees what its writer had read"),
        new("ryw+mr", "RYW+MR", "read your writes and monotonic reads under one order of the writes"),
        new("ryw+mr+mw", "RYW+MR+MW", "those two and monotonic writes under one order of the writes"),
        new("session", "session(all4)", "the four guarantees under one order of the writes"),
        new("pram", "PRAM", "each session orders all writes for itself, every session's in their order"),
        new("cc", "CC", "causality: no read returns what it knows to be overwritten"),
        new("cm", "CM", "causal memory: each session orders all writes for itself, in causal order"),
        new("ccv", "CCv", "causal convergence: one order of the writes contains causality"),
        new("bounded-staleness", "min_k", "every read is at most k versions and t time units behind"),
        new("sequential", "SC", "one order of all operations keeps every session's"),
        new("linearizable", "LIN", "one order of all operations keeps real time"),
        new("strict", "strict", "every operation takes effect when it is invoked"),
    ];

    /// <summary>The model of a name, short or long; null when there is none.</summary>
    public static ConsistencyModel? Find(string name) =>
        All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(m.ShortName, name, StringComparison.OrdinalIgnoreCase));
}
