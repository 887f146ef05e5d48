using System.Collections.Concurrent;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Tests.Workloads.Benchmarks;

/// <summary>What is measured does what it says, on every contestant.</summary>
public sealed class LoopsTests
{
    private static readonly long[] Numbers = [.. Enumerable.Range(0, 600).Select(Keys.Long)];

    [Fact]
    public void EveryContestantWithNumbersFindsWhatItWasGiven()
    {
        Try(new LongPlatform(new ConcurrentDictionary<long, long>()));
        Try(new LongProbing(new ProbingStore<long, long>()));
        Try(new LongMutex(new MutexStore<long, long>()));
        Try(new LongOther(new StripedStore<long, long>()));
        Try(new LongArray(new long[Numbers.Length]));

        static void Try<TContestant>(TContestant store)
            where TContestant : struct, IContestant<long>
        {
            Assert.Equal(Numbers.Length, Loops.Write<TContestant, long>(store, Numbers));
            Assert.Equal(Numbers.Length, Loops.Read<TContestant, long>(store, Numbers));
            Assert.Equal(Numbers.Length, Loops.ReadAndUpdate<TContestant, long, HalfUpdates>(store, Numbers, thread: 1));
            Assert.Equal(Numbers.Length - 2, Loops.ReadAndUpdate<TContestant, long, HalfUpdates>(store, Numbers.AsSpan(1)));
            Assert.Equal(Numbers.Length, Loops.ReadAndUpdate<TContestant, long, FewUpdates>(store, Numbers));
            Assert.Equal(Numbers.Length, Loops.ReadAndModify<TContestant, long>(store, Numbers));
        }
    }

    [Fact]
    public void EveryContestantWithTextsFindsWhatItWasGiven()
    {
        Try(new TextPlatform(new ConcurrentDictionary<string, string>()));
        Try(new TextProbing(new ProbingStore<string, string>()));
        Try(new TextMutex(new MutexStore<string, string>()));

        static void Try<TContestant>(TContestant store)
            where TContestant : struct, IContestant<Text>
        {
            Loops.Write<TContestant, Text>(store, [.. Enumerable.Range(0, 100).Select(Keys.Text)]);
            Assert.Equal(100, Loops.Read<TContestant, Text>(store, [.. Enumerable.Range(0, 100).Select(Keys.Text)]));
        }
    }

    [Fact]
    public void BatchesFindAllAlsoWhenTheLastIsShort()
    {
        var platform = new LongPlatform(new ConcurrentDictionary<long, long>());
        var probing = new LongProbing(new ProbingStore<long, long>());
        Loops.Write<LongPlatform, long>(platform, Numbers);
        Loops.Write<LongProbing, long>(probing, Numbers);
        Assert.Equal(Numbers.Length, Loops.ReadInBatches(platform, Numbers));
        Assert.Equal(Numbers.Length, Loops.ReadInBatches(probing, Numbers));
    }

    [Fact]
    public void AnUpdateWritesAnotherValueEachTimeAndInEachThread()
    {
        var store = new ProbingStore<long, long>();
        var seen = new HashSet<long>();
        for (int thread = 0; thread < 3; thread++)
        {
            Loops.Write<LongProbing, long>(new LongProbing(store), Numbers);
            Loops.ReadAndUpdate<LongProbing, long, HalfUpdates>(new LongProbing(store), Numbers, thread);
            for (int i = 1; i < Numbers.Length; i += 2)
            {
                Assert.True(Keys.IsValue(Numbers[i], store[Numbers[i]]));
                Assert.True(seen.Add(store[Numbers[i]] ^ Numbers[i]));
            }
        }
    }

    [Fact]
    public void AValueOfAnotherKeyIsNoResult()
    {
        var platform = new ConcurrentDictionary<long, long> { [Numbers[1]] = Keys.Value(Numbers[2], 0) };
        Assert.Throws<InvalidOperationException>(() => Loops.Read<LongPlatform, long>(new LongPlatform(platform), Numbers.AsSpan(1, 1)));
    }

    [Fact]
    public void AKeyThatIsMissingIsNoResult() =>
        Assert.Throws<InvalidOperationException>(() => Loops.Read<LongPlatform, long>(new LongPlatform(new ConcurrentDictionary<long, long>()), Numbers));
}
