using System.Globalization;
using MemoryModelLab.Stores.Tests.Conformance;

namespace MemoryModelLab.Stores.Tests.Histories;

/// <summary>Every store under threads: what they saw must have an order. MML_STORES_STRESS sets the seconds for each.</summary>
public sealed class StressTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("MML_STORES_STRESS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 0.15);

    public static TheoryData<StoreKind> Stores => [.. StoreKind.All];

    [Theory]
    [MemberData(nameof(Stores))]
    public void WordsAreLinearizable(StoreKind kind) =>
        Assert.Null(new HistoryStress<long>(kind.Create<long, long>(), value => value, value => value, seed: 1) { Clears = true }
            .Run(int.MaxValue, Limit));

    [Theory]
    [MemberData(nameof(Stores))]
    public void WideValuesAreLinearizableAndNotTorn(StoreKind kind) =>
        Assert.Null(new HistoryStress<Wide>(kind.Create<long, Wide>(), Wide.Encode, Wide.Decode, seed: 2).Run(int.MaxValue, Limit));

    /// <summary>A store that begins anew every few rounds is always growing.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public void SmallStoresThatGrowAreLinearizable(StoreKind kind)
    {
        for (int seed = 10; seed < 14; seed++)
        {
            Assert.Null(new HistoryStress<string>(kind.Create<long, string>(), value => $"{value}", value => long.Parse(value, CultureInfo.InvariantCulture), seed) { Clears = seed % 2 == 0 }
                .Run(3, Limit / 4));
            Assert.Null(new HistoryStress<long>(kind.Create<long, long>(), value => value, value => value, seed).Run(3, Limit / 4));
        }
    }
}
