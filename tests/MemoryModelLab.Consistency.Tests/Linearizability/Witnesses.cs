using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Linearizability;

internal static class Witnesses
{
    /// <summary>The order has every operation that was answered once, keeps real time, and explains every read.</summary>
    public static void AssertLinearization(History history, IReadOnlyList<int> order)
    {
        Assert.Equal(order.Count, order.Distinct().Count());
        for (int i = 0; i < history.Operations.Length; i++) Assert.True(order.Contains(i) || !history.Operations[i].ReturnsValue && history.Operations[i].Outcome != Outcome.Ok, $"operation {i} is missing{RandomHistories.Show(history)}\norder {string.Join(' ', order)}");
        var values = new Dictionary<int, long>();
        for (int i = 0; i < order.Count; i++)
        {
            Operation operation = history.Operations[order[i]];
            for (int j = 0; j < i; j++) Assert.False(operation.Response < history.Operations[order[j]].Invocation, $"operation {order[i]} precedes {order[j]}");
            long value = values.GetValueOrDefault(operation.Key, history.Initial);
            if (operation.ReturnsValue) Assert.Equal(value, operation.Value);
            else if (operation.Kind == OperationKind.Write) values[operation.Key] = operation.Value;
            else if (operation is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Fail }) Assert.NotEqual(value, operation.Expected);
            else if (operation.Kind == OperationKind.CompareAndSet)
            {
                Assert.Equal(value, operation.Expected);
                values[operation.Key] = operation.Value;
            }
        }
    }
}
