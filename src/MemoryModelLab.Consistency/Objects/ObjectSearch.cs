using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// The search of Wing and Gong ("Testing and verifying concurrent objects", 1993) for any specification, with Lowe's memory of configurations ("Testing for
/// linearizability", 2017): a configuration is the set of operations that took effect, kept as a 128-bit hash, and the object's state.
/// Exponential in the number of operations that overlap; the monitors of the types are not. Three things keep it from exploding:
/// <para>
/// An operation that changes nothing and whose answer is right is taken at once, nothing else is tried: in any order found later it can be moved here. Of operations
/// that ask and got the same, the one that is answered first comes first: two of them can change places. And one of unknown outcome that would change nothing is left out.
/// </para>
/// </summary>
internal sealed class ObjectSearch<TState>
    where TState : IEquatable<TState>
{
    private const int MostMemory = 2_000_000;
    private const long MostBytes = 2L << 30;
    private const int StepsBetweenLooks = 1 << 10;

    private readonly ISequentialSpecification<TState> specification;
    private readonly ObjectOperation[] operations; // by invocation
    private readonly UInt128[] hash;
    private readonly List<int>?[] behind; // of each operation, those that come before it though the times do not say so; null for none
    private readonly int[] alike; // the first operation that asks and got the same, where its place can be changed; otherwise itself
    private readonly int[] seat; // of the first of those alike, its place among the candidates
    private readonly int[] next, previous; // those that took no effect yet, as a ring from and to the number of operations
    private readonly bool[] isDone;
    private readonly HashSet<(UInt128 Done, TState State)> seen = [];
    private readonly Stack<Frame> frames = new();

    /// <summary>A search.</summary>
    /// <param name="specification">What the object does.</param>
    /// <param name="operations">All operations on it.</param>
    /// <param name="isAnonymous">Whether the specification looks only at what was asked and got, not at who asked.</param>
    /// <param name="order">Pairs of operations of which the first is before the second, whatever their times.</param>
    public ObjectSearch(
        ISequentialSpecification<TState> specification, IEnumerable<ObjectOperation> operations, bool isAnonymous, IEnumerable<(ObjectOperation Before, ObjectOperation After)>? order = null)
    {
        this.specification = specification;
        this.operations = [.. operations.Where(o => o.Outcome != Outcome.Fail).OrderBy(o => o.Invocation)];
        int count = this.operations.Length;
        var random = new Random(1);
        hash = Array.ConvertAll(this.operations, _ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()));
        isDone = new bool[count];
        behind = new List<int>?[count];
        var touches = new bool[count];
        var last = new Dictionary<string, int>();
        for (int i = 0; i < count; i++)
        {
            // A client that calls at the instant of its last answer.
            if (last.TryGetValue(this.operations[i].Client, out int before) && this.operations[before].Response == this.operations[i].Invocation) Put(before, i);
            last[this.operations[i].Client] = i;
        }

        foreach ((ObjectOperation before, ObjectOperation after) in order ?? []) Put(Array.IndexOf(this.operations, before), Array.IndexOf(this.operations, after));

        void Put(int before, int after)
        {
            if (before < 0 || after < 0) return; // one of them failed
            (behind[after] ??= []).Add(before);
            touches[before] = touches[after] = true;
        }

        alike = new int[count];
        seat = new int[count];
        var first = new Dictionary<(string, long, long, long?), int>();
        for (int i = 0; i < count; i++)
        {
            ObjectOperation o = this.operations[i];
            alike[i] = i;
            if (isAnonymous && !touches[i] && o.Items is null && !first.TryAdd((o.Function, o.Argument, o.Expected, o.Answer), i)) alike[i] = first[(o.Function, o.Argument, o.Expected, o.Answer)];
        }

        next = [.. Enumerable.Range(0, count + 1).Select(i => i == count ? 0 : i + 1)];
        previous = [.. Enumerable.Range(0, count + 1).Select(i => i == 0 ? count : i - 1)];
    }

    /// <summary>Whether there is a linearization; null when the budget was spent or the memory full.</summary>
    public bool? Run(Budget budget)
    {
        int owed = operations.Count(o => !o.IsPending);
        if (owed == 0) return true;
        UInt128 done = 0;
        long before = GC.GetTotalMemory(false);
        frames.Push(new Frame(Candidates(specification.Initial), 0, -1, specification.Initial));
        for (int steps = 1; ; steps++)
        {
            if (steps % StepsBetweenLooks == 0 && (budget.IsSpent || seen.Count > MostMemory || GC.GetTotalMemory(false) - before > MostBytes)) return null;
            (int[] candidates, int at, int taken, TState state) = frames.Pop();
            if (taken >= 0)
            {
                Put(taken);
                done ^= hash[taken];
                if (!operations[taken].IsPending) owed++;
            }

            TState after = state;
            while (at < candidates.Length && !IsRight(state, candidates[at], out after)) at++;
            if (at == candidates.Length)
            {
                if (frames.Count == 0) return false;
                continue;
            }

            taken = candidates[at];
            frames.Push(new Frame(candidates, at + 1, taken, state));
            Take(taken);
            done ^= hash[taken];
            if (!operations[taken].IsPending) owed--;
            if (owed == 0) return true;
            if (seen.Add((done, after))) frames.Push(new Frame(Candidates(after), 0, -1, after));
        }
    }

    private bool IsRight(TState state, int operation, out TState after) =>
        specification.TryApply(state, operations[operation], out after) && !(operations[operation].IsPending && after.Equals(state));

    /// <summary>What may come now, that is, was invoked before every response that is owed: the one that is owed first, first; or one that is right and changes nothing.</summary>
    private int[] Candidates(TState state)
    {
        long deadline = long.MaxValue;
        var candidates = new List<int>();
        for (int i = next[operations.Length]; i < operations.Length && operations[i].Invocation <= deadline; i = next[i])
        {
            ObjectOperation operation = operations[i];
            deadline = Math.Min(deadline, operation.IsPending ? long.MaxValue : operation.Response);
            if (behind[i]?.Exists(before => !isDone[before]) == true) continue;
            bool mayStay = !operation.IsPending && (operation.Answer ?? operation.Items?.Count) is not null;
            if (mayStay && specification.TryApply(state, operation, out TState after) && after.Equals(state)) return [i];
            int group = alike[i];
            if (seat[group] < candidates.Count && alike[candidates[seat[group]]] == group)
            {
                if (Owed(i) < Owed(candidates[seat[group]])) candidates[seat[group]] = i;
                continue;
            }

            seat[group] = candidates.Count;
            candidates.Add(i);
        }

        int[] inOrder = [.. candidates];
        Array.Sort(inOrder, (a, b) => Owed(a) != Owed(b) ? Owed(a).CompareTo(Owed(b)) : a.CompareTo(b));
        return inOrder;
    }

    private long Owed(int operation) => operations[operation].IsPending ? long.MaxValue : operations[operation].Response;

    private void Take(int operation)
    {
        isDone[operation] = true;
        next[previous[operation]] = next[operation];
        previous[next[operation]] = previous[operation];
    }

    /// <summary>Takes back what was taken last.</summary>
    private void Put(int operation)
    {
        isDone[operation] = false;
        next[previous[operation]] = previous[next[operation]] = operation;
    }

    /// <summary>What can come at one point, from which on it was not tried, what was taken last, and the state before that.</summary>
    private readonly record struct Frame(int[] Candidates, int At, int Taken, TState State);
}
