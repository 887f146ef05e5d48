using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// The operations on one register, ready for a search: values are numbered, times are the numbers of events, and what cannot matter is
/// left out: operations that failed, reads that returned nothing, and updates of unknown outcome whose value nobody waits for.
/// </summary>
internal sealed class RegisterProblem
{
    private RegisterProblem(RegisterOperation[] operations, int[] initial, int values) => (Operations, Initial, Values) = (operations, initial, values);

    /// <summary>The operations, by invocation.</summary>
    public RegisterOperation[] Operations { get; }

    /// <summary>The values the register may begin with.</summary>
    public int[] Initial { get; }

    /// <summary>How many values there are: from 0.</summary>
    public int Values { get; }

    /// <summary>The problem of one key's operations.</summary>
    public static RegisterProblem Of(History history, int[] indices)
    {
        var numbers = new Dictionary<long, int> { [history.Initial] = 0 };
        (int Index, long Time, bool IsCall)[] events = Events(history, indices);
        var call = new Dictionary<int, int>(indices.Length);
        var ret = new Dictionary<int, int>(indices.Length);
        for (int e = 0; e < events.Length; e++) (events[e].IsCall ? call : ret)[events[e].Index] = e;
        var operations = new List<RegisterOperation>(indices.Length);
        foreach (int index in indices)
        {
            ref readonly Operation operation = ref history.Operations[index];
            RegisterAction? action = operation.Kind switch
            {
                OperationKind.Read => operation.ReturnsValue ? RegisterAction.Read : null,
                OperationKind.CompareAndSet => operation.Outcome == Outcome.Fail ? RegisterAction.FailedCompareAndSet : RegisterAction.CompareAndSet,
                _ => operation.MayWrite ? RegisterAction.Write : null,
            };
            if (action is not { } known) continue;
            operations.Add(new RegisterOperation(
                index, known, Number(operation.Value), operation.Kind == OperationKind.CompareAndSet ? Number(operation.Expected) : -1,
                call[index], ret.GetValueOrDefault(index, RegisterOperation.Never)));
        }

        return new RegisterProblem(WithoutUnwanted(operations), [0], numbers.Count);

        int Number(long value)
        {
            if (!numbers.TryGetValue(value, out int number)) numbers.Add(value, number = numbers.Count);
            return number;
        }
    }

    /// <summary>
    /// What is left when only the operations from <paramref name="first"/> on are looked at, up to event <paramref name="end"/>: the register
    /// may begin with any value, what is under way then may take effect or not, and so may what is answered after the end. When this cannot be
    /// linearized, the whole cannot.
    /// </summary>
    public RegisterProblem Window(int first, int end)
    {
        int begin = Operations[first].Call;
        var window = new List<RegisterOperation>();
        foreach (RegisterOperation operation in Operations)
        {
            if (operation.Call >= end) break;
            bool isOpen = operation.Call < begin || operation.Return > end;
            if (operation.Return < begin || (isOpen && !operation.IsUpdate)) continue;
            window.Add(isOpen ? operation with { Return = RegisterOperation.Never } : operation);
        }

        return With(window, first == 0 ? Initial : [.. Enumerable.Range(0, Values)]);
    }

    /// <summary>The problem of some of the operations.</summary>
    public RegisterProblem With(IReadOnlyCollection<RegisterOperation> operations, int[]? initial = null) => new([.. operations], initial ?? Initial, Values);

    private static (int Index, long Time, bool IsCall)[] Events(History history, int[] indices)
    {
        var events = new List<(int Index, long Time, bool IsCall)>(2 * indices.Length);
        foreach (int index in indices)
        {
            ref readonly Operation operation = ref history.Operations[index];
            events.Add((index, operation.Invocation, true));
            if (operation.Outcome != Outcome.Info) events.Add((index, operation.Response, false));
        }

        // At one instant invocations come first: an operation precedes another only when it is answered strictly before.
        (int Index, long Time, bool IsCall)[] sorted = [.. events];
        Array.Sort(sorted, static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.IsCall != b.IsCall ? b.IsCall.CompareTo(a.IsCall) : a.Index.CompareTo(b.Index));
        return sorted;
    }

    /// <summary>Only a compare-and-set that failed could gain from a value nobody waits for.</summary>
    private static RegisterOperation[] WithoutUnwanted(List<RegisterOperation> operations)
    {
        if (operations.Exists(o => o.Action == RegisterAction.FailedCompareAndSet)) return [.. operations];
        HashSet<int> wanted = [.. operations.Where(o => o.Action is RegisterAction.Read).Select(o => o.Value), .. operations.Where(o => o.Action is RegisterAction.CompareAndSet).Select(o => o.Expected)];
        return [.. operations.Where(o => !o.IsPending || !o.IsUpdate || wanted.Contains(o.Value))];
    }
}
