using System.Diagnostics;
using System.Runtime.InteropServices;
using MemoryModelLab.Stores.Tests.Histories;

namespace MemoryModelLab.Stores.Tests.Broken;

/// <summary>
/// Every broken twin is caught: by stress where this machine can show its error, else by the litmus test of it, which the models forbid
/// once it is cured. The table in docs/stores.md is this.
/// </summary>
public sealed class WhoCatchesWhatTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly OperationKind[] SetAndGet = [OperationKind.Set, OperationKind.Get];

    [Fact]
    public void StressCatchesLostUpdates() =>
        Assert.NotNull(Stress(() => new LostUpdateStore(), value => value, value => value, OperationKind.Set, OperationKind.Update, OperationKind.Increment));

    [Fact]
    public void StressCatchesTornValues() => Assert.NotNull(Stress(() => new TornValueStore(), Wide.Encode, Wide.Decode, SetAndGet));

    [Fact]
    public void StressCatchesTheRaceOfWritersWithAResize() =>
        Assert.NotNull(Stress(() => new ResizeRaceStore(), value => value, value => value, SetAndGet));

    [Fact]
    public void StressCatchesAba() => Assert.NotNull(Stress(() => new AbaStore(), value => value, value => value, OperationKind.Set, OperationKind.Get, OperationKind.Remove));

    /// <summary>What x64 cannot show, stress on x64 must not claim to have seen.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void OnX64StressIsBlindForMissingOrderOfPublication(bool release, bool acquire)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        var store = new WeaklyOrderedStore(release, acquire);
        int wrong = 0;
        var reader = new Thread(() =>
        {
            for (long key = 0; key < BrokenStore<long>.Slots; key++)
            {
                long value;
                while (!store.TryGetValue(key, out value))
                    Thread.SpinWait(1);
                wrong += value == key + 1 ? 0 : 1;
            }
        });
        reader.Start();
        for (long key = 0; key < BrokenStore<long>.Slots; key++)
            store.Set(key, key + 1);
        reader.Join();
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData("LostUpdate", "LostUpdate+cas")]
    [InlineData("TornValue", "TornValue+box")]
    [InlineData("ResizeRace", "ResizeRace+cas")]
    [InlineData("Aba", "Aba+version")]
    [InlineData("MissingRelease", "SafePublication")]
    [InlineData("MissingAcquire", "SafePublication")]
    [InlineData("UnsafePublication", "SafePublication")]
    public void ItsLitmusTestIsAllowedAndForbiddenOnceCured(string broken, string cured)
    {
        Assert.Contains("dotnet Ok Sometimes", Expected(broken));
        Assert.Contains("arm64 Ok Sometimes", Expected(broken));
        Assert.Contains("dotnet No Never", Expected(cured));
        Assert.Contains("arm64 No Never", Expected(cured));
    }

    private static string? Stress<TValue>(
        Func<KeyValueStore<long, TValue>> create, Func<long, TValue> encode, Func<TValue, long?> decode, params OperationKind[] kinds)
    {
        var clock = Stopwatch.StartNew();
        for (int seed = 1; clock.Elapsed < Limit; seed++)
        {
            var stress = new HistoryStress<TValue>(create(), encode, decode, seed) { Kinds = kinds, Fillers = false };
            if (stress.Run(BrokenStore<TValue>.Slots / HistoryStress<TValue>.Keys, Limit) is { } violation)
                return violation;
        }
        return null;
    }

    private static string[] Expected(string test)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "litmus", "stores", test + ".expected");
            if (File.Exists(path))
                return File.ReadAllLines(path);
        }
        throw new FileNotFoundException($"litmus/stores/{test}.expected is in no folder above the tests.");
    }
}
