using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Tests.Workloads.Benchmarks;

public sealed class ZipfTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void TheMostFrequentAreAsFrequentAsTheLawSays(int count)
    {
        var random = new Random(1);
        var zipf = new Zipf(count);
        var seen = new int[count];
        for (int i = 0; i < Draws; i++)
            seen[zipf.Rank(random)]++;
        double zeta = Enumerable.Range(1, count).Sum(i => Math.Pow(i, -Zipf.Usual));
        // The first two ranks are exact in the method; the others follow a curve.
        for (int rank = 0; rank < 2; rank++)
            Assert.Equal(Math.Pow(rank + 1, -Zipf.Usual) / zeta, seen[rank] / (double)Draws, 0.01);
    }

    [Fact]
    public void OneNumberIsTheOnlyOne()
    {
        var zipf = new Zipf(1);
        Assert.All(Enumerable.Range(0, 100), seed => Assert.Equal(0, zipf.Next(new Random(seed))));
    }

    [Fact]
    public void FrequentNumbersAreScattered()
    {
        int[] drawn = Keys.Zipfian(1000, Draws, seed: 5);
        Assert.All(drawn, number => Assert.InRange(number, 0, 999));
        int[] frequent = [.. drawn.CountBy(number => number).OrderByDescending(count => count.Value).Take(10).Select(count => count.Key)];
        Assert.True(frequent.Max() - frequent.Min() > 100, string.Join(", ", frequent));
    }
}
