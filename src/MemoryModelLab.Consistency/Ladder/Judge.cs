using System.Diagnostics;
using MemoryModelLab.Consistency.Causality;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Orders;
using MemoryModelLab.Consistency.Sessions;
using MemoryModelLab.Consistency.Staleness;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>
/// One history under every model. Verdicts are kept, for one often decides another: linearizable implies sequential, and that the causal models and
/// what is below them; a history that violates a causal model is not sequential.
/// </summary>
public sealed class Judge
{
    private readonly History history;
    private readonly CheckOptions options;
    private readonly Dictionary<string, Verdict> verdicts = [];
    private readonly Lazy<Accesses> accesses;
    private readonly Lazy<(StalenessBounds Bounds, ReadStaleness Reads)> staleness;
    private readonly Lazy<ServerOrder> servers;
    private readonly Lazy<int[]?> serial; // an order of all operations, where causality has no cycle and one of the guesses at the order of the writes is right
    private readonly Lazy<bool> hasAppends;
    private bool? isZoned;
    private int[]? arbitration; // the order of writes that causal convergence found

    /// <summary>Prepares the verdicts on a history.</summary>
    public Judge(History history, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        this.history = history;
        this.options = options ?? CheckOptions.Default;
        accesses = new Lazy<Accesses>(() => new Accesses(history));
        hasAppends = new Lazy<bool>(() => Enumerable.Range(0, history.Operations.Length).Any(o => history.Operations[o].Kind == OperationKind.Append));
        servers = new Lazy<ServerOrder>(() => new ServerOrder(accesses.Value));
        staleness = new Lazy<(StalenessBounds, ReadStaleness)>(() => StalenessMeasure.Of(accesses.Value, servers.Value, new Budget(this.options)));
        serial = new Lazy<int[]?>(() => !Satisfies("ccv") ? null : Guesses().Select(order => new SerialOrder(accesses.Value, order).Sequential()).FirstOrDefault(found => found is not null));
    }

    /// <summary>How stale the reads are; only where no value was written twice.</summary>
    public StalenessBounds? Staleness => !hasAppends.Value && accesses.Value.Ambiguous.Count == 0 && accesses.Value.ThinAir is null ? staleness.Value.Bounds : null;

    /// <summary>How stale each read was, for percentiles; only where no value was written twice.</summary>
    public ReadStaleness? ReadStaleness => Staleness is null ? null : staleness.Value.Reads;

    /// <summary>The verdict of a model.</summary>
    public Verdict Of(ConsistencyModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (verdicts.TryGetValue(model.Name, out Verdict? verdict)) return verdict;
        verdict = hasAppends.Value ? Appends(model.Name) : Decide(model.Name);
        if (model.Name == Linearizable.Name) ShrinkTime += verdict.ShrinkTime;
        long start = Stopwatch.GetTimestamp();
        verdict = MinimalCore.Of(history, model, verdict, options) with { Model = model.Name };
        ShrinkTime += Stopwatch.GetElapsedTime(start);
        verdicts.Add(model.Name, verdict);
        return verdict;
    }

    /// <summary>What making the cores of all verdicts so far small took, after those were decided.</summary>
    public TimeSpan ShrinkTime { get; private set; }

    private static Verdict Appends(string model) => new(model, Judgement.Inconclusive, "none")
    {
        Reason = "an append is no write: what is read then is a list or a text; the header says which, \"type\": \"append\" or \"type\": \"text\", and linearizability is judged",
    };

    private Verdict Of(string name) => Of(ConsistencyModel.Find(name)!);

    private Verdict Decide(string model) => model switch
    {
        "eventual" => From(Immediate.Eventual(accesses.Value), "one pass"),
        "strict" => From(Strict.Check(history), "one pass"),
        "linearizable" => Linearizable.Check(history, options),
        "sequential" => Sequential(),
        "prefix-per-read" => PrefixPerRead(),
        "prefix" => Prefix(),
        "bounded-staleness" => Bounded(),
        _ => Weak(model),
    };

    private static Verdict From(Contradiction? contradiction, string algorithm) => contradiction is null
        ? new Verdict("", Judgement.Satisfied, algorithm)
        : new Verdict("", Judgement.Violated, algorithm) { Core = contradiction.Core, Reason = contradiction.Reason };

    private static Verdict Implied(string by) => new("", Judgement.Satisfied, $"implied by {by}");

    private bool Satisfies(string model) => Of(model).Judgement == Judgement.Satisfied;

    private Verdict Weak(string model)
    {
        if (accesses.Value.ThinAir is { } thin) return From(thin, "values read and written");
        if (model == "monotonic-writes") return new Verdict("", Judgement.Satisfied, "one order of the writes keeps every session's") { Arbitration = options.WithWitness ? servers.Value.Writes : null };
        bool isCostly = model is "pram" or "cm" || accesses.Value.Ambiguous.Count > 0;
        if ((isCostly || (HasClocks(model) && IsZoned)) && Satisfies("linearizable")) return Implied("linearizable");
        if (accesses.Value.Ambiguous.Count == 0 && model == "cc" && Satisfies("ccv")) return Implied("ccv");
        if (accesses.Value.Ambiguous.Count == 0 && isCostly && serial.Value is not null) return Implied("sequential");
        if (model == "ryw+mr+mw" && accesses.Value.Ambiguous.Count == 0 && Satisfies("session")) return Implied("session");
        if (model == "cm" && Of("cc") is { Judgement: Judgement.Violated } cc) return cc with { Algorithm = "implied by cc" };
        var budget = new Budget(options);
        if (accesses.Value.Ambiguous.Count == 0) return Distinct(model, budget);
        if (isCostly && Satisfies("sequential")) return Implied("sequential");
        return new SourceSearch(accesses.Value, () => Distinct(model, budget), budget).Run();
    }

    private static bool HasClocks(string model) => model is not ("read-your-writes" or "monotonic-reads" or "ryw+mr" or "monotonic-writes" or "writes-follow-reads");

    /// <summary>Whether linearizability is a matter of zones, cheaper than clocks are.</summary>
    private bool IsZoned => isZoned ??= accesses.Value.Ambiguous.Count == 0 && HasOnlyReadsAndWrites();

    private bool HasOnlyReadsAndWrites()
    {
        foreach (ref readonly Operation operation in history.Operations)
        {
            if (operation.Kind is not (OperationKind.Read or OperationKind.Write)) return false;
        }

        return true;
    }

    /// <summary>A model that is decided by which write each read returns.</summary>
    private Verdict Distinct(string model, Budget budget)
    {
        Accesses all = accesses.Value;
        string? cut = null;
        int[]? order = null;
        Contradiction? contradiction = model switch
        {
            "read-your-writes" => SmallGuarantees.Check(all, SessionGuarantees.ReadYourWrites, options.WithWitness, out order),
            "monotonic-reads" => SmallGuarantees.Check(all, SessionGuarantees.MonotonicReads, options.WithWitness, out order),
            "ryw+mr" => SmallGuarantees.Check(all, SessionGuarantees.ReadYourWrites | SessionGuarantees.MonotonicReads, options.WithWitness, out order),
            "writes-follow-reads" => Clocks.CheckWritesFollowReads(all, budget, out cut),
            "ryw+mr+mw" => Clocks.Check(all, SessionGuarantees.ReadYourWrites | SessionGuarantees.MonotonicReads | SessionGuarantees.MonotonicWrites, budget, out order, out cut),
            "session" or "ccv" => Clocks.Check(all, SessionGuarantees.All, budget, out order, out cut),
            "cc" => Clocks.CheckCausal(all, budget, out cut),
            "pram" => ProcessOrders.Check(all, isCausal: false, budget, out cut),
            _ => ProcessOrders.Check(all, isCausal: true, budget, out cut),
        };
        if (model is "session" or "ccv") arbitration = order;
        if (model == "writes-follow-reads" && contradiction is null && options.WithWitness) order = ReadsThenWrites(all);
        string algorithm = model is "pram" or "cm" ? "saturation a session" : "forced edges";
        if (cut is not null) return new Verdict("", Judgement.Inconclusive, algorithm) { Reason = cut };
        return From(contradiction, algorithm) with { Arbitration = contradiction is null && options.WithWitness ? order : null };
    }

    private static int[] ReadsThenWrites(Accesses all)
    {
        var graph = new WriteGraph(all);
        graph.AddReads();
        graph.Cycle(out int[] order);
        return order;
    }

    private Verdict Sequential()
    {
        if (Of("linearizable") is { Judgement: Judgement.Satisfied } linearizable) return linearizable with { Algorithm = "implied by linearizable" };
        if (accesses.Value.ThinAir is { } thin) return From(thin, "values read and written");
        IReadOnlyList<ForcedEdge> forced = [];
        if (accesses.Value.Ambiguous.Count == 0 && Of("ccv") is { Judgement: Judgement.Violated } ccv) return ccv with { Algorithm = "implied by ccv" };
        var budget = new Budget(options);
        if (accesses.Value.Ambiguous.Count == 0)
        {
            if (serial.Value is { } witness) return new Verdict("", Judgement.Satisfied, "order of the writes guessed") { Witness = witness };
            if (Saturation.Fits(accesses.Value))
            {
                var saturation = Saturation.Run(accesses.Value, [], budget, out Contradiction? cycle);
                if (cycle is not null) return From(cycle, "saturation of forced edges");
                if (new SerialOrder(accesses.Value, saturation.Writes()).Sequential() is { } found) return new Verdict("", Judgement.Satisfied, "order of the writes saturated") { Witness = found };
                forced = saturation.Edges;
            }
        }

        return Search(history, [.. history.ByClient().SelectMany(session => session.Where(Counts))], Chains(history.ByClient().Select(session => session.Where(Counts))), forced, budget);
    }

    /// <summary>Terry's consistent prefix (CACM 2013), each read for itself: only an order that the servers recorded, or a read of what is yet to be written, can contradict it.</summary>
    private Verdict PrefixPerRead()
    {
        if (Immediate.NotYetWritten(accesses.Value) is { } early) return From(early, "one pass");
        if (servers.Value.Sorted is not { } writes) return new Verdict("", Judgement.Satisfied, "one pass");
        return From(Immediate.ServerOrder(accesses.Value, writes), "the servers' order");
    }

    private Verdict Prefix()
    {
        if (accesses.Value.ThinAir is { } thin) return From(thin, "values read and written");
        if (Satisfies("linearizable")) return Implied("linearizable");
        bool byReplica = HasReplicas(), isDistinct = accesses.Value.Ambiguous.Count == 0;
        if (isDistinct && Guesses().FirstOrDefault(order => IsPrefix(order, byReplica)) is { } guess) return Along(guess, "guessed");

        // Replicas' reads, clients' reads and clients' writes are sessions of another history, which is sequential or not.
        var parts = new PrefixHistory(accesses.Value, byReplica);
        IReadOnlyList<ForcedEdge> forced = [];
        var budget = new Budget(options);
        if (isDistinct)
        {
            var split = new Accesses(parts.History);
            Contradiction? contradiction = Clocks.Check(split, SessionGuarantees.All, budget, out int[] order, out string? cut);
            if (contradiction is null && cut is null && IsPrefix(Whole(order), byReplica)) return Along(Whole(order), "guessed");
            if (contradiction is null && Saturation.Fits(split))
            {
                var saturation = Saturation.Run(split, parts.Order, budget, out contradiction);
                if (contradiction is null && IsPrefix(Whole(saturation.Writes()), byReplica)) return Along(Whole(saturation.Writes()), "saturated");
                forced = saturation.Edges;
            }

            if (contradiction is not null) return From(new Contradiction([.. Whole(contradiction.Core).Distinct().Order()], contradiction.Reason), "saturation of forced edges");
        }

        if (!byReplica && Satisfies("sequential")) return Implied("sequential");
        int[] all = [.. Enumerable.Range(0, parts.History.Operations.Length)];
        Verdict found = Search(parts.History, all, Chains(parts.History.ByClient()).Concat(parts.Order), forced, budget);
        int[]? writes = found.Witness is { } witness ? Whole(witness.Where(part => parts.History.Operations[part].Kind == OperationKind.Write)) : null;
        return found with { Core = [.. Whole(found.Core).Distinct().Order()], Witness = null, Arbitration = writes };

        int[] Whole(IEnumerable<int> operations) => [.. operations.Select(parts.Original)];
    }

    private static Verdict Along(int[] order, string how) => new("", Judgement.Satisfied, $"order of the writes {how}") { Arbitration = order };

    private bool IsPrefix(int[] order, bool byReplica)
    {
        var serial = new SerialOrder(accesses.Value, order);
        return byReplica ? serial.IsPrefixOfReplicas() : serial.IsPrefixOfSessions();
    }

    private static Verdict Search(History searched, int[] included, IEnumerable<(int, int)> edges, IReadOnlyList<ForcedEdge> forced, Budget budget)
    {
        var search = new SerializationSearch(searched, included, edges.Concat(forced.Select(edge => (edge.From, edge.To))));
        const string Algorithm = "depth-first search with memory";
        return search.Run(budget) switch
        {
            true => new Verdict("", Judgement.Satisfied, Algorithm) { Witness = [.. search.Order] },
            false => new Verdict("", Judgement.Violated, Algorithm) { Core = included, Reason = $"no order of these {included.Length} operations explains every read" },
            null => new Verdict("", Judgement.Inconclusive, Algorithm) { Reason = budget.IsSpent ? budget.Reason : "the search needs more memory than it may have" },
        };
    }

    /// <summary>Orders of the writes that are often the right one: the servers', and the one that causal convergence found.</summary>
    private IEnumerable<int[]> Guesses()
    {
        if (servers.Value.Sorted is { } recorded) yield return recorded;
        if (Satisfies("ccv") && arbitration is { } found) yield return found;
        yield return servers.Value.Writes;
    }

    private bool HasReplicas()
    {
        foreach (ref readonly Operation operation in history.Operations)
        {
            if (operation.ReturnsValue && operation.Replica < 0) return false;
        }

        return history.Replicas.Count > 0;
    }

    /// <summary>Whether an operation says something: it took effect, may have, or found a value other than it expected.</summary>
    private bool Counts(int operation)
    {
        ref readonly Operation it = ref history.Operations[operation];
        return it.ReturnsValue || it.Kind == OperationKind.CompareAndSet && it.Outcome != Outcome.Info || it.MayWrite;
    }

    private static IEnumerable<(int, int)> Chains(IEnumerable<IEnumerable<int>> chains)
    {
        foreach (IEnumerable<int> chain in chains)
        {
            int last = -1;
            foreach (int operation in chain)
            {
                if (last >= 0) yield return (last, operation);
                last = operation;
            }
        }
    }

    private Verdict Bounded()
    {
        if (Immediate.NotYetWritten(accesses.Value) is { } early) return From(early, "values read and written");
        if (Satisfies("linearizable")) return Implied("linearizable");
        Verdict prefix = Of("prefix");
        return Staleness is null && prefix.Judgement == Judgement.Satisfied
            ? new Verdict("", Judgement.Inconclusive, "none") { Reason = "staleness is measured only where no value was written twice" }
            : prefix with { Algorithm = "consistent prefix; k and t measured" };
    }
}
