using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>All orders of a few operations, tried one after the other: slow, and too simple to be wrong.</summary>
internal static class Serialization
{
    /// <summary>Whether there is an order of the operations in which everything before an operation comes first and every read returns the latest write.</summary>
    /// <param name="history">The history.</param>
    /// <param name="operations">The operations to order; those of unknown outcome may be left out.</param>
    /// <param name="before">Whether the first must come before the second.</param>
    public static bool Exists(History history, IReadOnlyList<int> operations, Func<int, int, bool> before) =>
        Place(history, operations, before, [], Enumerable.Repeat(history.Initial, history.Keys.Count).ToArray());

    /// <summary>Linearizability, by its definition.</summary>
    public static bool IsLinearizable(History history) =>
        Exists(history, All(history), (a, b) => history.Operations[a].Response < history.Operations[b].Invocation);

    /// <summary>Sequential consistency, by its definition.</summary>
    public static bool IsSequential(History history) => Exists(history, All(history), (a, b) => ProgramOrder(history, a, b));

    public static bool ProgramOrder(History history, int a, int b) => a < b && history.Operations[a].Client == history.Operations[b].Client;

    public static int[] All(History history) => [.. Enumerable.Range(0, history.Operations.Length)];

    private static bool Place(History history, IReadOnlyList<int> operations, Func<int, int, bool> before, List<int> placed, long[] values)
    {
        if (operations.All(o => placed.Contains(o) || history.Operations[o].Outcome != Outcome.Ok && !IsFailedCompareAndSet(history.Operations[o]))) return true;
        foreach (int next in operations)
        {
            Operation operation = history.Operations[next];
            bool isNothing = operation.Outcome == Outcome.Fail && !IsFailedCompareAndSet(operation);
            if (isNothing || placed.Contains(next) || operations.Any(o => o != next && !placed.Contains(o) && before(o, next) && Matters(history.Operations[o]))) continue;
            long value = values[operation.Key], after = value;
            switch (operation.Kind)
            {
                case OperationKind.Read when operation.Outcome == Outcome.Ok && value != operation.Value: continue;
                case OperationKind.Write or OperationKind.Delete: after = operation.Value; break;
                case OperationKind.CompareAndSet when operation.Outcome == Outcome.Fail:
                    if (value == operation.Expected) continue;
                    break;
                case OperationKind.CompareAndSet:
                    if (value != operation.Expected) continue;
                    after = operation.Value;
                    break;
            }

            values[operation.Key] = after;
            placed.Add(next);
            bool found = Place(history, operations, before, placed, values);
            placed.RemoveAt(placed.Count - 1);
            values[operation.Key] = value;
            if (found) return true;
        }

        return false;
    }

    private static bool IsFailedCompareAndSet(in Operation operation) => operation.Kind == OperationKind.CompareAndSet && operation.Outcome == Outcome.Fail;

    private static bool Matters(in Operation operation) => operation.Outcome == Outcome.Ok || IsFailedCompareAndSet(operation);
}
