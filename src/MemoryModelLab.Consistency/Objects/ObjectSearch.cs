using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// The search of Wing and Gong ("Testing and verifying concurrent objects", 1993) for any specification, with Lowe's memory of configurations ("Testing for
/// linearizability", 2017): a configuration is the set of operations that took effect, kept as a 128-bit hash, and the object's state.
/// Exponential in the number of operations that overlap; the monitors of the types are not.
/// </summary>
internal sealed class ObjectSearch<TState>
    where TState : IEquatable<TState>
{
    private const int MostMemory = 2_000_000;
    private const int StepsBetweenLooks = 1 << 12;

    private readonly ISequentialSpecification<TState> specification;
    private readonly ObjectOperation[] operations; // by invocation
    private readonly UInt128[] hash;
    private readonly bool[] isDone;
    private readonly int[] behind; // of each operation, the one of its client that was answered at the instant of its invocation; -1 for none
    private readonly HashSet<(UInt128 Done, TState State)> seen = [];
    private readonly Stack<Frame> frames = new();

    public ObjectSearch(ISequentialSpecification<TState> specification, IEnumerable<ObjectOperation> operations)
    {
        this.specification = specification;
        this.operations = [.. operations.Where(o => o.Outcome != Outcome.Fail).OrderBy(o => o.Invocation)];
        var random = new Random(1);
        hash = Array.ConvertAll(this.operations, _ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()));
        isDone = new bool[this.operations.Length];
        behind = new int[this.operations.Length];
        var last = new Dictionary<string, int>();
        for (int i = 0; i < behind.Length; i++)
        {
            bool touches = last.TryGetValue(this.operations[i].Client, out int before) && this.operations[before].Response == this.operations[i].Invocation;
            behind[i] = touches ? before : -1;
            last[this.operations[i].Client] = i;
        }
    }

    /// <summary>The operations in the order found.</summary>
    public IEnumerable<ObjectOperation> Order => frames.Where(f => f.Taken >= 0).Select(f => operations[f.Taken]).Reverse();

    /// <summary>Whether there is a linearization; null when the budget was spent or the memory full.</summary>
    public bool? Run(Budget budget)
    {
        int owed = operations.Count(o => !o.IsPending), first = 0;
        UInt128 done = 0;
        TState state = specification.Initial;
        frames.Push(new Frame(0, -1, state, first));
        for (int steps = 1; owed > 0; steps++)
        {
            if (steps % StepsBetweenLooks == 0 && budget.IsSpent || seen.Count > MostMemory) return null;
            Frame frame = frames.Pop();
            (state, first) = (frame.State, frame.First);
            if (frame.Taken >= 0)
            {
                isDone[frame.Taken] = false;
                done ^= hash[frame.Taken];
                if (!operations[frame.Taken].IsPending) owed++;
            }

            while (first < operations.Length && isDone[first]) first++;
            int next = Next(frame.Next, first, state, out TState after);
            if (next < 0)
            {
                if (frames.Count == 0) return false;
                continue;
            }

            frames.Push(new Frame(next + 1, next, state, first));
            isDone[next] = true;
            done ^= hash[next];
            if (!operations[next].IsPending) owed--;
            if (owed > 0 && seen.Add((done, after))) frames.Push(new Frame(0, -1, after, first));
        }

        return true;
    }

    /// <summary>The next operation, from an index on, that may come now: invoked before every response that is owed, its answer right.</summary>
    private int Next(int from, int first, TState state, out TState after)
    {
        long deadline = long.MaxValue;
        for (int i = first; i < operations.Length && operations[i].Invocation <= deadline; i++)
        {
            if (isDone[i]) continue;
            if (!operations[i].IsPending) deadline = Math.Min(deadline, operations[i].Response);
            if (i >= from && (behind[i] < 0 || isDone[behind[i]]) && specification.TryApply(state, operations[i], out after)) return i;
        }

        after = state;
        return -1;
    }

    /// <summary>What is tried next at one point, what was taken last, and the state and the first operation left before that.</summary>
    private readonly record struct Frame(int Next, int Taken, TState State, int First);
}
