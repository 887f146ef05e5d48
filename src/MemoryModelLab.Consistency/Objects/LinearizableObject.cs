using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Linearizability of objects (Herlihy and Wing, TOPLAS 1990), each for itself, for it is local: by the monitor of the type where the history allows, otherwise by
/// search.
/// </summary>
public static class LinearizableObject
{
    private static readonly TimeSpan LongestShrinking = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the history, of one of the types in <see cref="ObjectType.All"/>, is linearizable. Cores and witnesses are indices into <see cref="ObjectHistory.Operations"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The type is one of your own.</exception>
    public static Verdict Check(ObjectHistory history, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Type == ObjectType.Queue) return Check(history, new QueueSpecification(), QueueMonitor.Check, options);
        if (history.Type == ObjectType.Stack) return Check(history, new StackSpecification(), StackMonitor.Check, options);
        if (history.Type == ObjectType.Set) return CheckSet(history, options);
        if (history.Type == ObjectType.Append) return Check(history, new AppendSpecification(), AppendMonitor.Check, options);
        if (history.Type == ObjectType.Counter) return Check(history, new CounterSpecification(), Counter, options);
        if (history.Type == ObjectType.Text) return Check(history, new TextSpecification(history), monitor: null, options);
        if (history.Type.IsRegister) return Check(history, new RegisterSpecification(history.Initial), options);
        throw Unknown(history);
    }

    /// <summary>Whether the history is linearizable under a specification, by search.</summary>
    public static Verdict Check<TState>(ObjectHistory history, ISequentialSpecification<TState> specification, CheckOptions? options = null)
        where TState : IEquatable<TState> => Check(history, specification, monitor: null, options, isAnonymous: false);

    /// <summary>
    /// Whether the history of one object, of one of the types in <see cref="ObjectType.All"/>, has a linearization that keeps an order its times do not show: of one
    /// that was recorded without a clock.
    /// </summary>
    /// <param name="history">The history. Operations that nothing orders overlap.</param>
    /// <param name="order">Pairs of operations, as indices into <see cref="ObjectHistory.Operations"/>, of which the first is before the second.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="ArgumentException">The type is one of your own, or there are several objects: such an order need not be one of intervals, for which alone linearizability is local.</exception>
    public static Verdict Check(ObjectHistory history, IReadOnlyCollection<(int Before, int After)> order, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Type == ObjectType.Queue) return Check(history, new QueueSpecification(), order, options);
        if (history.Type == ObjectType.Stack) return Check(history, new StackSpecification(), order, options);
        if (history.Type == ObjectType.Set) return Check(history, new SetSpecification(), order, options);
        if (history.Type == ObjectType.Append) return Check(history, new AppendSpecification(), order, options);
        if (history.Type == ObjectType.Counter) return Check(history, new CounterSpecification(), order, options);
        if (history.Type == ObjectType.Text) return Check(history, new TextSpecification(history), order, options);
        if (history.Type.IsRegister) return Check(history, new RegisterSpecification(history.Initial), order, options);
        throw Unknown(history);
    }

    /// <summary>The same under a specification of your own.</summary>
    /// <exception cref="ArgumentException">There are several objects.</exception>
    public static Verdict Check<TState>(
        ObjectHistory history, ISequentialSpecification<TState> specification, IReadOnlyCollection<(int Before, int After)> order, CheckOptions? options = null)
        where TState : IEquatable<TState>
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(order);
        if (history.Operations.Any(o => o.Key != history.Operations[0].Key)) throw new ArgumentException("an order beside the times is one of the operations of one object; expected one key", nameof(history));
        options ??= CheckOptions.Default;
        var run = new Run(history);
        return Search(run, specification, false, [.. history.Operations], options with { ShrinksCore = false }, new Budget(options), order.Select(o => (history.Operations[o.Before], history.Operations[o.After]))) ?? run.End();
    }

    private static ArgumentException Unknown(ObjectHistory history) => new($"what a {history.Type.Name} answers is not known here; expected its ISequentialSpecification beside the history", nameof(history));

    private delegate ObjectContradiction? Monitor(IReadOnlyList<ObjectOperation> operations, Budget budget, out bool applies);

    private static ObjectContradiction? Counter(IReadOnlyList<ObjectOperation> operations, Budget budget, out bool applies)
    {
        ObjectContradiction? contradiction = CounterMonitor.Check(operations);
        applies = contradiction is not null;
        return contradiction;
    }

    private static Verdict Check<TState>(ObjectHistory history, ISequentialSpecification<TState> specification, Monitor? monitor, CheckOptions? options, bool isAnonymous = true)
        where TState : IEquatable<TState>
    {
        options ??= CheckOptions.Default;
        var budget = new Budget(options);
        var run = new Run(history);
        foreach (List<ObjectOperation> operations in run.Parts(o => o.Key))
        {
            bool applies = false;
            if (monitor is not null && !Touch(operations) && monitor(operations, budget, out applies) is { } contradiction) return run.Violated($"{history.Type.Name} monitor", contradiction);
            if (applies) run.Passed($"{history.Type.Name} monitor");
            else if (Search(run, specification, isAnonymous, isAnonymous ? WithoutUnseen(operations) : operations, options, budget) is { } verdict) return verdict;
        }

        return run.End();
    }

    /// <summary>Whether a client calls at the instant of its last answer: only the search keeps the client's order then.</summary>
    private static bool Touch(List<ObjectOperation> operations)
    {
        var free = new Dictionary<string, long>();
        foreach (ObjectOperation operation in operations)
        {
            if (free.TryGetValue(operation.Client, out long answered) && answered == operation.Invocation) return true;
            free[operation.Client] = operation.Response;
        }

        return false;
    }

    /// <summary>Without what was perhaps put into a queue, a stack or a list, and that nobody saw: an order with it is one without it, and what perhaps took it took nothing then.</summary>
    private static List<ObjectOperation> WithoutUnseen(List<ObjectOperation> operations)
    {
        if (!operations.Exists(o => o.IsPending && o.Function is ("enqueue" or "push" or "append")) || operations.Exists(o => o.Function == "read" && o.Items is null && o.Answer is not null)) return operations;
        HashSet<long> seen = [.. operations.SelectMany(o => o.Items ?? (o.Answer is { } answer ? [answer] : []))];
        return operations.FindAll(o => !(o.IsPending && o.Function is ("enqueue" or "push" or "append")) || seen.Contains(o.Argument));
    }

    private static Verdict? Search<TState>(
        Run run, ISequentialSpecification<TState> specification, bool isAnonymous, List<ObjectOperation> operations, CheckOptions options, Budget budget, IEnumerable<(ObjectOperation Before, ObjectOperation After)>? order = null)
        where TState : IEquatable<TState>
    {
        const string Algorithm = "depth-first search with memory";
        bool? answer = new ObjectSearch<TState>(specification, operations, isAnonymous, order).Run(budget);
        if (answer is null) run.Undecided(Algorithm, budget.IsSpent ? budget.Reason : "the search needs more memory than it may have");
        if (answer is true) run.Passed(Algorithm);
        if (answer is not false) return null;
        List<ObjectOperation> core = options.ShrinksCore ? Shrink(specification, isAnonymous, operations, budget.Part(LongestShrinking)) : operations;
        return run.Violated(Algorithm, new ObjectContradiction(core, h => $"no order of the {core.Count} operations of {core[0].Key} explains every answer, the last of them {h.Describe(core.MaxBy(o => o.Response)!)}"));
    }

    /// <summary>
    /// The shortest beginning that is not linearizable: what is answered after its end may have taken effect, its answer unknown. No operation may be left out
    /// of the middle, for its effect may be what others need.
    /// </summary>
    private static List<ObjectOperation> Shrink<TState>(ISequentialSpecification<TState> specification, bool isAnonymous, List<ObjectOperation> operations, Budget budget)
        where TState : IEquatable<TState>
    {
        ObjectOperation[] byResponse = [.. operations.Where(o => !o.IsPending).OrderBy(o => o.Response)];
        int low = 0, high = byResponse.Length; // the first `high` answers are contradictory
        while (high - low > 1 && !budget.IsSpent)
        {
            int middle = (low + high) / 2;
            if (new ObjectSearch<TState>(specification, Until(operations, byResponse[middle - 1].Response), isAnonymous).Run(budget) is false) high = middle;
            else low = middle;
        }

        HashSet<long> kept = [.. Until(operations, byResponse[high - 1].Response).Select(o => o.Id)];
        return [.. operations.Where(o => kept.Contains(o.Id))];
    }

    private static IEnumerable<ObjectOperation> Until(List<ObjectOperation> operations, long end) => operations.Where(o => o.Invocation <= end).Select(o =>
        o.Response <= end ? o : o with { Response = Operation.Never, Outcome = o.Outcome == Outcome.Fail ? Outcome.Fail : Outcome.Info, Answer = null, Items = null });

    private static Verdict CheckSet(ObjectHistory history, CheckOptions? options)
    {
        if (history.Operations.Any(o => o.Function == "read")) return Check(history, new SetSpecification(), monitor: null, options);
        options ??= CheckOptions.Default;
        var run = new Run(history);
        foreach (List<ObjectOperation> operations in run.Parts(o => (o.Key, o.Argument)))
        {
            bool applies = false;
            if (!Touch(operations) && SetMonitor.Check(operations, out applies) is { } contradiction) return run.Violated("set monitor", contradiction);
            if (applies)
            {
                run.Passed("set monitor");
                continue;
            }

            ObjectOperation[] known = [.. operations.Where(o => o.Function != "contains" || o.Answer is not null)];
            History register = SetMonitor.AsRegister(known);
            Verdict verdict = Linearizable.Check(register, options with { WithWitness = false });
            if (verdict.Judgement == Judgement.Violated)
            {
                ObjectOperation[] core = [.. verdict.Core.Select(i => known[register.Operations[i].Id])];
                return run.Violated(verdict.Algorithm, new ObjectContradiction(core, h => $"no order of the {core.Length} operations on {h.Text(core[0].Argument)} explains every answer, the last of them {h.Describe(core.MaxBy(o => o.Response)!)}"));
            }

            if (verdict.Judgement == Judgement.Inconclusive) run.Undecided(verdict.Algorithm, verdict.Reason!);
            else run.Passed(verdict.Algorithm);
        }

        return run.End();
    }

    /// <summary>The parts of one history that are checked each for itself, and what came of them so far.</summary>
    private sealed class Run(ObjectHistory history)
    {
        private string? algorithm, undecided;

        public Dictionary<TKey, List<ObjectOperation>>.ValueCollection Parts<TKey>(Func<ObjectOperation, TKey> part)
            where TKey : notnull
        {
            var parts = new Dictionary<TKey, List<ObjectOperation>>();
            foreach (ObjectOperation operation in history.Operations)
            {
                if (operation.Outcome == Outcome.Fail) continue;
                if (!parts.TryGetValue(part(operation), out List<ObjectOperation>? list)) parts.Add(part(operation), list = []);
                list.Add(operation);
            }

            return parts.Values;
        }

        public void Passed(string by) => algorithm = algorithm is null || algorithm == by ? by : "monitor and search";

        public void Undecided(string by, string reason)
        {
            Passed(by);
            undecided ??= reason;
        }

        public Verdict Violated(string by, ObjectContradiction contradiction)
        {
            HashSet<ObjectOperation> core = new(contradiction.Core, ReferenceEqualityComparer.Instance);
            return new Verdict(Linearizable.Name, Judgement.Violated, by)
            {
                Core = [.. Enumerable.Range(0, history.Operations.Count).Where(i => core.Contains(history.Operations[i]))],
                Reason = contradiction.Reason(history),
            };
        }

        public Verdict End() => undecided is null
            ? new Verdict(Linearizable.Name, Judgement.Satisfied, algorithm ?? "nothing to check")
            : new Verdict(Linearizable.Name, Judgement.Inconclusive, algorithm!) { Reason = undecided };
    }
}
