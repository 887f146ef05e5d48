using System.Globalization;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Stores.Tests.Workloads.Stress;

/// <summary>Every store under threads: what they saw must have an order. MML_STORES_STRESS sets the seconds for each.</summary>
public sealed class StoreStressTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("MML_STORES_STRESS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 0.6);

    public static TheoryData<StoreKind> Stores => [.. StoreKind.All];

    [Theory]
    [MemberData(nameof(Stores))]
    public void WhatThreadsSeeIsLinearizable(StoreKind kind)
    {
        // The seeds go through all the shapes of a stress.
        for (int seed = 0; seed < StoreStress.Shapes; seed++)
        {
            StressReport report = StoreStress.Run(kind, Limit / StoreStress.Shapes, seed);
            Assert.Null(report.Violation?.Reason);
            Assert.True(report.Operations > 0);
            Assert.Equal(0, report.Undecided);
        }
    }

    [Theory]
    [InlineData(StressKeys.Numbers)]
    [InlineData(StressKeys.Texts)]
    public void KeysAreOfOneKindWhereOneIsWanted(StressKeys keys)
    {
        for (int seed = 0; seed < StoreStress.Shapes; seed++)
        {
            StressReport report = StoreStress.Run(StoreKind.Find("probing")!, TimeSpan.Zero, seed, keys);
            Assert.Null(report.Violation?.Reason);
            Assert.Equal(1, report.Stores);
        }
    }

    [Fact]
    public void ACancelledStressEnds()
    {
        StressReport report = StoreStress.Run(StoreKind.All[0], TimeSpan.FromHours(1), 1, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(1, report.Stores);
    }
}
