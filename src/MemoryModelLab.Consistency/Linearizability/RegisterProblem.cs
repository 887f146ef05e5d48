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
        (int[] call, int[] ret) = Events(history, indices);
        var operations = new List<RegisterOperation>(indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            ref readonly Operation operation = ref history.Operations[indices[i]];
            RegisterAction? action = operation.Kind switch
            {
                OperationKind.Read => operation.ReturnsValue ? RegisterAction.Read : null,
                OperationKind.CompareAndSet => operation.Outcome == Outcome.Fail ? RegisterAction.FailedCompareAndSet : RegisterAction.CompareAndSet,
                _ => operation.MayWrite ? RegisterAction.Write : null,
            };
            if (action is not { } known) continue;
            operations.Add(new RegisterOperation(
                indices[i], known, Number(operation.Value), operation.Kind == OperationKind.CompareAndSet ? Number(operation.Expected) : -1, call[i], ret[i]));
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

    /// <summary>A number for each update, the same for those that are alike; and how many kinds there are.</summary>
    public (int[] KindOf, int Count) Kinds()
    {
        var kinds = new int[Operations.Length];
        var numbers = new Dictionary<long, int>();
        for (int i = 0; i < kinds.Length; i++)
        {
            ref readonly RegisterOperation operation = ref Operations[i];
            if (!operation.IsUpdate) continue;
            long kind = ((long)(operation.Expected + 1) * Values) + operation.Value; // a plain write expects -1
            if (!numbers.TryGetValue(kind, out kinds[i])) numbers.Add(kind, kinds[i] = numbers.Count);
        }

        return (kinds, numbers.Count);
    }

    /// <summary>The numbers of the invocations and of the answers among all of these events. At one instant invocations come first: an operation precedes another only when it is answered strictly before.</summary>
    private static (int[] Call, int[] Return) Events(History history, int[] indices)
    {
        int n = indices.Length, answered = 0, number = 0, next = 0;
        (int[] call, int[] ret, int[] order) = (new int[n], new int[n], new int[n]);
        var answers = new long[n];
        for (int i = 0; i < n; i++)
        {
            ref readonly Operation operation = ref history.Operations[indices[i]];
            if (operation.Outcome == Outcome.Info) ret[i] = RegisterOperation.Never;
            else (answers[answered], order[answered++]) = (operation.Response, i);
        }

        Array.Sort(answers, order, 0, answered);
        for (int i = 0; i < n; i++) // by invocation
        {
            for (; next < answered && answers[next] < history.Operations[indices[i]].Invocation; next++) ret[order[next]] = number++;
            call[i] = number++;
        }

        for (; next < answered; next++) ret[order[next]] = number++;
        return (call, ret);
    }

    /// <summary>Only a compare-and-set that failed could gain from a value nobody waits for.</summary>
    private static RegisterOperation[] WithoutUnwanted(List<RegisterOperation> operations)
    {
        if (!operations.Exists(o => o is { IsPending: true, IsUpdate: true }) || operations.Exists(o => o.Action == RegisterAction.FailedCompareAndSet)) return [.. operations];
        HashSet<int> wanted = [.. operations.Where(o => o.Action is RegisterAction.Read).Select(o => o.Value), .. operations.Where(o => o.Action is RegisterAction.CompareAndSet).Select(o => o.Expected)];
        return [.. operations.Where(o => !o.IsPending || !o.IsUpdate || wanted.Contains(o.Value))];
    }
}
