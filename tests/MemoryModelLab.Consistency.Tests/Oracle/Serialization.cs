using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>All orders of a few operations, tried one after the other: slow, and too simple to be wrong.</summary>
internal sealed class Serialization
{
    private readonly Operation[] operations;
    private readonly int[] before; // of each operation, what must come first, a bit each
    private readonly int owed; // what must take effect
    private readonly long[] values; // of each key

    private Serialization(History history, IReadOnlyList<int> included, Func<int, int, bool> isBefore)
    {
        int[] effective = [.. included.Where(o => history.Operations[o].Outcome != Outcome.Fail || IsFailedCompareAndSet(history.Operations[o]))];
        operations = Array.ConvertAll(effective, o => history.Operations[o]);
        before = new int[effective.Length];
        for (int i = 0; i < effective.Length; i++)
        {
            if (Matters(operations[i])) owed |= 1 << i;
            for (int j = 0; j < effective.Length; j++)
            {
                if (i != j && Matters(operations[j]) && isBefore(effective[j], effective[i])) before[i] |= 1 << j;
            }
        }

        values = new long[history.Keys.Count];
        Array.Fill(values, history.Initial);
    }

    /// <summary>Whether there is an order of the operations in which everything before an operation comes first and every read returns the latest write.</summary>
    /// <param name="history">The history.</param>
    /// <param name="operations">The operations to order; those of unknown outcome may be left out.</param>
    /// <param name="before">Whether the first must come before the second.</param>
    public static bool Exists(History history, IReadOnlyList<int> operations, Func<int, int, bool> before) => new Serialization(history, operations, before).Place(0);

    /// <summary>Linearizability, by its definition.</summary>
    public static bool IsLinearizable(History history) =>
        Exists(history, All(history), (a, b) => history.Operations[a].Response < history.Operations[b].Invocation || ProgramOrder(history, a, b));

    /// <summary>Sequential consistency, by its definition.</summary>
    public static bool IsSequential(History history) => Exists(history, All(history), (a, b) => ProgramOrder(history, a, b));

    public static bool ProgramOrder(History history, int a, int b) => a < b && history.Operations[a].Client == history.Operations[b].Client;

    public static int[] All(History history) => [.. Enumerable.Range(0, history.Operations.Length)];

    private bool Place(int placed)
    {
        if ((owed & ~placed) == 0) return true;
        for (int next = 0; next < operations.Length; next++)
        {
            if ((placed >> next & 1) == 1 || (before[next] & ~placed) != 0) continue;
            ref readonly Operation operation = ref operations[next];
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
            bool found = Place(placed | (1 << next));
            values[operation.Key] = value;
            if (found) return true;
        }

        return false;
    }

    private static bool IsFailedCompareAndSet(in Operation operation) => operation.Kind == OperationKind.CompareAndSet && operation.Outcome == Outcome.Fail;

    private static bool Matters(in Operation operation) => operation.Outcome == Outcome.Ok || IsFailedCompareAndSet(operation);
}
