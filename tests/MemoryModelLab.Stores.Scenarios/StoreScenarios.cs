using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Stores.Scenarios;

/// <summary>The scenarios that every store must keep to.</summary>
internal static class StoreScenarios
{
    private const int FirstFiller = 10;
    private const int Fillers = 32;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario<long>> Words { get; } =
    [
        new(nameof(OneOfTwoAddsWins), OneOfTwoAddsWins),
        new(nameof(NoIncrementIsLost), NoIncrementIsLost),
        new(nameof(ACompareAndSwapHasOneWinner), ACompareAndSwapHasOneWinner),
        new(nameof(OneOfTwoRemovalsTakesTheValue), OneOfTwoRemovalsTakesTheValue),
        new(nameof(AllCallersGetTheValueThatWasAdded), AllCallersGetTheValueThatWasAdded),
        new(nameof(AReaderNeverGoesBack), AReaderNeverGoesBack),
        new(nameof(WhatIsWrittenDuringGrowthIsThere), WhatIsWrittenDuringGrowthIsThere),
        new(nameof(AKeyIsAlwaysThereWhileOthersComeAndGo), AKeyIsAlwaysThereWhileOthersComeAndGo),
        new(nameof(AClearedKeyComesBackOnlyWhenSet), AClearedKeyComesBackOnlyWhenSet),
        new(nameof(AnAnswerAcrossAnAwaitIsStillTrue), AnAnswerAcrossAnAwaitIsStillTrue),
        new(nameof(ThreadsSeeEachOthersWrites), ThreadsSeeEachOthersWrites),
        new(nameof(KeysDoNotShareValues), KeysDoNotShareValues),
    ];

    /// <summary>Those for values of several words.</summary>
    public static IReadOnlyList<Scenario<Wide>> Wides { get; } = [new(nameof(AValueIsReadWhole), AValueIsReadWhole)];

    /// <summary>Two add the same key: one of them is told so, and its value is there.</summary>
    public static async Task OneOfTwoAddsWins(KeyValueStore<long, long> store)
    {
        Task<bool> one = Task.Run(() => store.TryAdd(1, 10)), other = Task.Run(() => store.TryAdd(1, 20));
        bool[] won = await Task.WhenAll(one, other);
        Check.That(won[0] != won[1], $"the adds were answered {won[0]} and {won[1]}");
        long value = store[1];
        Check.That(value == (won[0] ? 10 : 20), $"the winner's value was replaced: {value}");
    }

    /// <summary>Two count up to the same number: each increment is there.</summary>
    public static async Task NoIncrementIsLost(KeyValueStore<long, long> store)
    {
        store[1] = 0;
        await Task.WhenAll(Task.Run(Twice), Task.Run(Twice));
        long count = store[1];
        Check.That(count == 4, $"four increments made {count}");

        void Twice()
        {
            for (int i = 0; i < 2; i++)
                store.AddOrUpdate(1, 1, (_, old) => old + 1);
        }
    }

    /// <summary>Two compare with the same value: one of them replaces it.</summary>
    public static async Task ACompareAndSwapHasOneWinner(KeyValueStore<long, long> store)
    {
        store[1] = 5;
        Task<bool> one = Task.Run(() => store.TryUpdate(1, 6, 5)), other = Task.Run(() => store.TryUpdate(1, 7, 5));
        bool[] won = await Task.WhenAll(one, other);
        Check.That(won[0] != won[1], $"the updates were answered {won[0]} and {won[1]}");
        long value = store[1];
        Check.That(value == (won[0] ? 6 : 7), $"the winner's value was replaced: {value}");
    }

    /// <summary>Two remove the same key: one of them gets its value.</summary>
    public static async Task OneOfTwoRemovalsTakesTheValue(KeyValueStore<long, long> store)
    {
        store[1] = 5;
        Task<long> one = Task.Run(Take), other = Task.Run(Take);
        long[] taken = await Task.WhenAll(one, other);
        Check.That(taken.Order().SequenceEqual([0, 5]), $"the removals took {taken[0]} and {taken[1]}");
        Check.That(!store.TryGetValue(1, out _), $"the key is still there");

        long Take() => store.TryRemove(1, out long value) ? value : 0;
    }

    /// <summary>Three ask for the value, and bring one in case there is none: all get the same.</summary>
    public static async Task AllCallersGetTheValueThatWasAdded(KeyValueStore<long, long> store)
    {
        long[] got = await Task.WhenAll(Task.Run(() => store.GetOrAdd(1, 10)), Task.Run(() => store.GetOrAdd(1, 20)), Task.Run(() => store.GetOrAdd(1, _ => 30)));
        Check.That(got[0] == got[1] && got[1] == got[2], $"the callers got {got[0]}, {got[1]} and {got[2]}");
    }

    /// <summary>A value only grows: a reader sees it grow.</summary>
    public static async Task AReaderNeverGoesBack(KeyValueStore<long, long> store)
    {
        store[1] = 1;
        Task writer = Task.Run(() =>
        {
            for (long value = 2; value <= 4; value++)
                store[1] = value;
        });
        Task reader = Task.Run(() =>
        {
            long first = store[1], second = store[1], third = store[1];
            Check.That(first <= second && second <= third, $"the reader saw {first}, {second}, {third}");
        });
        await Task.WhenAll(writer, reader);
    }

    /// <summary>One adds keys until the store has grown, another replaces what is there: the last value of each is there.</summary>
    public static async Task WhatIsWrittenDuringGrowthIsThere(KeyValueStore<long, long> store)
    {
        store[1] = 1;
        store[2] = 1;
        Task grower = Task.Run(() =>
        {
            for (long key = FirstFiller; key < FirstFiller + Fillers; key++)
                store[key] = key;
        });
        Task writer = Task.Run(() =>
        {
            store[1] = 2;
            store[2] = 2;
            Check.That(store[1] == 2, $"what was written is not there");
        });
        await Task.WhenAll(grower, writer);
        (long first, long second) = (store[1], store[2]);
        Check.That(first == 2 && second == 2, $"what was written during growth is {first} and {second}");
        for (long key = FirstFiller; key < FirstFiller + Fillers; key++)
            Check.That(store.TryGetValue(key, out long value) && value == key, $"key {key} was lost");
    }

    /// <summary>Other keys come and go; this one stays.</summary>
    public static async Task AKeyIsAlwaysThereWhileOthersComeAndGo(KeyValueStore<long, long> store)
    {
        store[1] = 7;
        Task churn = Task.Run(() =>
        {
            for (long key = FirstFiller; key < FirstFiller + 12; key++)
            {
                store[key] = key;
                store.TryRemove(key, out _);
            }
        });
        Task reader = Task.Run(() =>
        {
            for (int i = 0; i < 4; i++)
                Check.That(store.TryGetValue(1, out long value) && value == 7, $"the key was not there");
        });
        await Task.WhenAll(churn, reader);
    }

    /// <summary>One clears, one sets: the value is there afterwards exactly when the set came last.</summary>
    public static async Task AClearedKeyComesBackOnlyWhenSet(KeyValueStore<long, long> store)
    {
        store[1] = 1;
        await Task.WhenAll(Task.Run(store.Clear), Task.Run(() => store[2] = 2));
        Check.That(!store.TryGetValue(1, out _), $"a key survived");
        if (store.TryGetValue(2, out long value))
            Check.That(value == 2, $"the key has the value {value}");
    }

    /// <summary>A task adds and awaits another that removes: a lookup after the await does not see the key.</summary>
    public static async Task AnAnswerAcrossAnAwaitIsStillTrue(KeyValueStore<long, long> store)
    {
        await Task.WhenAll(AddAndRemove(1), AddAndRemove(2));
        Check.That(!store.TryGetValue(1, out _) && !store.TryGetValue(2, out _), $"a removed key is there");

        async Task AddAndRemove(long key)
        {
            store[key] = key;
            await Task.Yield();
            bool removed = await Task.Run(() => store.TryRemove(key, out long value) && value == key);
            Check.That(removed, $"key {key} was not there, or had another value");
        }
    }

    /// <summary>The store buffering idiom with threads: each sets its key, then looks for the other's. One of them sees it.</summary>
    public static Task ThreadsSeeEachOthersWrites(KeyValueStore<long, long> store)
    {
        bool first = false, second = false;
        var one = new Thread(() =>
        {
            store[1] = 1;
            first = store.TryGetValue(2, out _);
        });
        var other = new Thread(() =>
        {
            store[2] = 1;
            second = store.TryGetValue(1, out _);
        });
        one.Start();
        other.Start();
        one.Join();
        other.Join();
        Check.That(first || second, $"neither thread saw the other's key");
        return Task.CompletedTask;
    }

    /// <summary>One sets a key; another sets two and removes one: each key that is left has its own value, also when one more comes.</summary>
    public static async Task KeysDoNotShareValues(KeyValueStore<long, long> store)
    {
        Task one = Task.Run(() => store[1] = 10);
        Task other = Task.Run(() =>
        {
            store[2] = 20;
            store[3] = 30;
            store.TryRemove(2, out _);
        });
        await Task.WhenAll(one, other);
        store[4] = 40;
        (long first, long third, long fourth) = (store[1], store[3], store[4]);
        Check.That((first, third, fourth) == (10, 30, 40), $"the keys have the values {first}, {third} and {fourth}");
    }

    /// <summary>One replaces a value of four words again and again, another reads it: always one that was written.</summary>
    public static async Task AValueIsReadWhole(KeyValueStore<long, Wide> store)
    {
        store[1] = Wide.Encode(1);
        Task writer = Task.Run(() =>
        {
            for (int value = 2; value < 10; value++)
                store[1] = Wide.Encode(value);
        });
        Task reader = Task.Run(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                Wide seen = store[1];
                Check.That(Wide.Decode(seen) is not null, $"the reader saw {seen}");
            }
        });
        await Task.WhenAll(writer, reader);
    }
}
