using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>
/// A search for one order of operations on several keys that contains a given order and explains every read: depth first, with a memory of what was
/// tried (128-bit hashes of what took effect and of the keys' values). A read whose value is there is taken at once, for it changes nothing; a value
/// that somebody still waits for and nobody will write again is not overwritten.
/// </summary>
internal sealed class SerializationSearch
{
    private const int MostMemory = 5_000_000;

    private readonly RegisterOperation[] operations;
    private readonly int[] keys;
    private readonly List<int>[] after;
    private readonly int[] missing; // of each operation, how many must still come before it
    private readonly List<int> ready = [];
    private readonly List<int> taken = [];
    private readonly int[] values; // of each key
    private readonly int[] wants, writers; // of each value, what of it has not taken effect
    private readonly UInt128[] hash, hashOfValue;
    private readonly HashSet<UInt128> seen = [];
    private UInt128 configuration;
    private int owed;

    /// <summary>Prepares a search.</summary>
    /// <param name="history">The history.</param>
    /// <param name="included">The operations to order; those of unknown outcome need not take effect.</param>
    /// <param name="edges">What must come before what, as operations of the history.</param>
    public SerializationSearch(History history, IReadOnlyList<int> included, IEnumerable<(int From, int To)> edges)
    {
        var numbers = new Dictionary<(int Key, long Value), int>();
        var at = new Dictionary<int, int>();
        values = [.. Enumerable.Range(0, history.Keys.Count).Select(key => Number(key, history.Initial))];
        operations = [.. included.Select(index => Of(history.Operations[index], index))];
        keys = [.. included.Select(index => history.Operations[index].Key)];
        for (int i = 0; i < included.Count; i++) at.Add(included[i], i);
        after = [.. included.Select(_ => new List<int>())];
        missing = new int[operations.Length];
        foreach ((int first, int second) in edges)
        {
            if (!at.TryGetValue(first, out int a) || !at.TryGetValue(second, out int b)) continue;
            after[a].Add(b);
            missing[b]++;
        }

        (wants, writers) = (new int[numbers.Count], new int[numbers.Count]);
        for (int i = 0; i < operations.Length; i++)
        {
            Count(i, 1);
            if (!operations[i].IsPending) owed++;
            if (missing[i] == 0) ready.Add(i);
        }

        var random = new Random(1);
        (hash, hashOfValue) = (Hashes(random, operations.Length), Hashes(random, numbers.Count));

        int Number(int key, long value)
        {
            if (!numbers.TryGetValue((key, value), out int number)) numbers.Add((key, value), number = numbers.Count);
            return number;
        }

        RegisterOperation Of(in Operation operation, int index)
        {
            RegisterAction action = operation.Kind switch
            {
                OperationKind.Read => RegisterAction.Read,
                OperationKind.CompareAndSet => operation.Outcome == Outcome.Fail ? RegisterAction.FailedCompareAndSet : RegisterAction.CompareAndSet,
                _ => RegisterAction.Write,
            };
            int expected = operation.Kind == OperationKind.CompareAndSet ? Number(operation.Key, operation.Expected) : -1;
            return new RegisterOperation(index, action, Number(operation.Key, operation.Value), expected, 0, operation.Outcome == Outcome.Info ? RegisterOperation.Never : 0);
        }
    }

    /// <summary>The operations in the order found, as indices into the history.</summary>
    public IEnumerable<int> Order => taken.Select(i => operations[i].Index);

    /// <summary>Whether there is an order; null when the budget was spent.</summary>
    public bool? Run(Budget budget)
    {
        if (owed == 0) return true;
        var frames = new Stack<Frame>();
        frames.Push(Expand());
        for (long steps = 1; frames.TryPop(out Frame frame); steps++)
        {
            if (frame.Taken is { } undo) Undo(undo);
            if (frame.Next == frame.Candidates.Length) continue;
            if (steps % 1024 == 0 && (budget.IsSpent || seen.Count > MostMemory)) return null;
            int operation = frame.Candidates[frame.Next];
            frames.Push(frame with { Next = frame.Next + 1, Taken = Take(operation) });
            if (owed == 0) return true;
            if (seen.Add(configuration)) frames.Push(Expand());
        }

        return false;
    }

    private static UInt128[] Hashes(Random random, int count)
    {
        var hashes = new UInt128[count];
        for (int i = 0; i < count; i++) hashes[i] = new UInt128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
        return hashes;
    }

    private void Count(int operation, int by)
    {
        ref readonly RegisterOperation it = ref operations[operation];
        if (it.Action == RegisterAction.Read && !it.IsPending) wants[it.Value] += by;
        if (it.Action == RegisterAction.CompareAndSet && !it.IsPending) wants[it.Expected] += by;
        if (it.IsUpdate) writers[it.Value] += by;
    }

    private Frame Expand()
    {
        var candidates = new List<int>();
        foreach (int operation in ready)
        {
            ref readonly RegisterOperation it = ref operations[operation];
            int value = values[keys[operation]];
            if (!it.Applies(value)) continue;
            if (!it.IsUpdate) return new Frame([operation], 0, null);
            int waiting = wants[value] - (it.Action == RegisterAction.CompareAndSet && !it.IsPending ? 1 : 0);
            if (it.Value != value && waiting > 0 && writers[value] == 0) continue;
            candidates.Add(operation);
        }

        candidates.Sort((a, b) => operations[a].Index.CompareTo(operations[b].Index));
        return new Frame([.. candidates], 0, null);
    }

    private Step Take(int operation)
    {
        int at = ready.IndexOf(operation), key = keys[operation], before = values[key];
        ready[at] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        foreach (int next in after[operation])
        {
            if (--missing[next] == 0) ready.Add(next);
        }

        Count(operation, -1);
        if (!operations[operation].IsPending) owed--;
        if (operations[operation].IsUpdate) SetValue(key, operations[operation].Value);
        configuration ^= hash[operation];
        taken.Add(operation);
        return new Step(operation, at, before);
    }

    private void Undo(in Step step)
    {
        taken.RemoveAt(taken.Count - 1);
        configuration ^= hash[step.Operation];
        SetValue(keys[step.Operation], step.Before);
        if (!operations[step.Operation].IsPending) owed++;
        Count(step.Operation, 1);
        foreach (int next in after[step.Operation])
        {
            if (missing[next]++ == 0) ready.RemoveAt(ready.Count - 1);
        }

        ready.Add(step.Operation);
        (ready[step.At], ready[^1]) = (ready[^1], ready[step.At]);
    }

    private void SetValue(int key, int value)
    {
        configuration ^= hashOfValue[values[key]] ^ hashOfValue[value];
        values[key] = value;
    }

    private readonly record struct Step(int Operation, int At, int Before);

    private readonly record struct Frame(int[] Candidates, int Next, Step? Taken);
}
