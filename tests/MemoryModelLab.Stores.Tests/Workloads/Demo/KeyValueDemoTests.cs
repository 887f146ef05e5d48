using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Demo;

namespace MemoryModelLab.Stores.Tests.Workloads.Demo;

public sealed class KeyValueDemoTests
{
    private static readonly DemoDelays None = new([TimeSpan.Zero, TimeSpan.Zero], [TimeSpan.Zero, TimeSpan.Zero]);

    public static TheoryData<StoreKind> Stores => [.. StoreKind.All];

    [Theory]
    [MemberData(nameof(Stores))]
    public void EveryReadIsExplained(StoreKind kind)
    {
        DemoResult result = KeyValueDemo.Run(kind, None);
        Assert.Equal([KeyValuePair.Create("age", "35"), KeyValuePair.Create("name", "Bob")], result.Final.OrderBy(entry => entry.Key));
        Assert.Equal(Judgement.Satisfied, result.Linearizable.Judgement);
        Assert.Equal(Enumerable.Range(0, result.History.Operations.Length), result.Linearizable.Witness!.Order());
        var values = new Dictionary<int, long>();
        foreach (int index in result.Linearizable.Witness!)
        {
            Operation operation = result.History.Operations[index];
            if (operation.Kind == OperationKind.Write)
                values[operation.Key] = operation.Value;
            else
                Assert.Equal(values[operation.Key], operation.Value);
        }
    }

    [Fact]
    public void ASeedDrawsTheSameDelaysAgain()
    {
        DemoDelays once = DemoDelays.Random(7), again = DemoDelays.Random(7);
        Assert.Equal([.. once.Updates, .. once.Reads], [.. again.Updates, .. again.Reads]);
        Assert.All([.. once.Updates, .. once.Reads], delay => Assert.InRange(delay.TotalMilliseconds, 0, 100));
    }

    [Fact]
    public void ItStopsWhenItIsCancelled() =>
        Assert.Throws<OperationCanceledException>(() => KeyValueDemo.Run(StoreKind.All[0], DemoDelays.Usual, new CancellationToken(canceled: true)));
}
