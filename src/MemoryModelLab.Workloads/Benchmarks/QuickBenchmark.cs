using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>
/// The workloads of the Yahoo! Cloud Serving Benchmark with uniform keys (C: reads only, B: 5 % updates, A: 50 % updates), lookups in
/// batches, and growth; every store beside <c>ConcurrentDictionary</c> and a dictionary behind a lock, in turns.
/// </summary>
public static class QuickBenchmark
{
    private const int Few = 1000;
    private const int WarmUps = 64;
    private const string Reference = "ConcurrentDictionary";

    /// <summary>The names of the workloads that the options leave.</summary>
    public static IReadOnlyList<string> Workloads(QuickOptions options) => [.. Chosen(options).Select(race => race.Name)];

    /// <summary>Measures workload by workload.</summary>
    /// <param name="options">How long.</param>
    public static IEnumerable<QuickResult> Run(QuickOptions options)
    {
        foreach ((string name, int turns, Func<string, Race> prepare) in Chosen(options))
        {
            int repetitions = Math.Max(3, options.Repetitions / turns);
            foreach (QuickResult result in prepare(name).Run(repetitions, WarmUps / turns))
                yield return result;
        }
    }

    private static IEnumerable<(string Name, int Turns, Func<string, Race> Prepare)> Chosen(QuickOptions options) =>
        Races(options).Where(race => options.Only is not { } only || race.Name.Contains(only, StringComparison.OrdinalIgnoreCase));

    /// <summary>The workloads: a name, how many usual turns one turn stands for, and how to prepare it.</summary>
    private static IEnumerable<(string Name, int Turns, Func<string, Race> Prepare)> Races(QuickOptions options)
    {
        string large = $"1e{Math.Log10(options.Large):0.#}";
        int[] percents = [0, 5, 50];
        foreach (int threads in new[] { 1, 2 })
        {
            string suffix = threads == 1 ? "1 thread" : $"{threads} threads";
            foreach (int percent in percents)
                yield return ($"long 1e3 {Letter(percent)}, {suffix}", 1, name => Mixed(name, options, Longs(Few), threads, percent));
            yield return ($"long hot key A, {suffix}", 1, name => Mixed(name, options, Longs(1), threads, 50));
        }
        foreach (int percent in percents)
            yield return ($"long {large} {Letter(percent)}, 1 thread", 1, name => Mixed(name, options, Longs(options.Large), 1, percent));
        yield return ($"long {large} C in batches, 1 thread", 1, name => Batched(name, options));
        foreach (int percent in new[] { 0, 50 })
        {
            yield return ($"string 1e3 {Letter(percent)}, 1 thread", 1, name => Mixed(name, options, Strings(Few), 1, percent));
            yield return ($"string {large} {Letter(percent)}, 1 thread", 1, name => Mixed(name, options, Strings(options.Large), 1, percent));
        }
        yield return ($"long growth to {large}, 1 thread", 5, name => Growth(name, options, 1));
        yield return ($"long growth to {large}, 2 threads", 5, name => Growth(name, options, 2));
    }

    private static string Letter(int percent) => percent switch { 0 => "C", 5 => "B", _ => "A" };

    private static long[] Longs(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i * 7919)];

    private static string[] Strings(int count) => [.. Enumerable.Range(0, count).Select(i => $"customer:{i:D8}:cart")];

    private static Race Mixed<T>(string name, QuickOptions options, T[] keys, int threads, int percentUpdates)
        where T : notnull
    {
        int length = Math.Max(1 << 12, Math.Min(keys.Length, 1 << 20));
        var random = new Random(1);
        // Each thread has its own order of keys, and its own copies of strings, as keys that come from outside are.
        T[][] orders = [.. Enumerable.Range(0, threads).Select(_ => Copies(keys, length, random))];
        var platform = new ConcurrentDictionary<T, T>();
        var probing = new ProbingStore<T, T>();
        var locked = new MutexStore<T, T>();
        foreach (T key in keys)
        {
            platform[key] = key;
            probing[key] = key;
            locked[key] = key;
        }
        int batch = Operations(options, length);
        var race = new Race(name, threads);
        race.Add(Reference, (round, thread) => Mix(new Platform<T, T>(platform), orders[thread], percentUpdates, round, batch));
        race.Add("ProbingStore", (round, thread) => Mix(new Probing<T, T>(probing), orders[thread], percentUpdates, round, batch));
        race.Add("MutexStore", (round, thread) => Mix(new Other<T, T>(locked), orders[thread], percentUpdates, round, batch));
        return race;
    }

    private static Race Batched(string name, QuickOptions options)
    {
        long[] keys = Longs(options.Large);
        long[] order = Copies(keys, 1 << 20, new Random(2));
        var platform = new ConcurrentDictionary<long, long>();
        var probing = new ProbingStore<long, long>();
        foreach (long key in keys)
        {
            platform[key] = key;
            probing[key] = key;
        }
        int batch = Operations(options, order.Length);
        var race = new Race(name, 1);
        race.Add(Reference, (round, _) => Batches(new Platform<long, long>(platform), order, round, batch));
        race.Add("ProbingStore", (round, _) => Batches(new Probing<long, long>(probing), order, round, batch));
        return race;
    }

    private static Race Growth(string name, QuickOptions options, int threads)
    {
        long[] keys = Copies(Longs(options.Large), options.Large, new Random(3));
        var race = new Race(name, threads);
        // A new store for each turn, made by the turn before.
        var platform = new ConcurrentDictionary<long, long>[] { new(), new() };
        var probing = new ProbingStore<long, long>[] { new(), new() };
        race.Add(Reference, (round, thread) =>
        {
            if (thread == 0)
                platform[(round + 1) & 1] = new();
            return Grow(new Platform<long, long>(platform[round & 1]), keys, threads, thread);
        });
        race.Add("ProbingStore", (round, thread) =>
        {
            if (thread == 0)
                probing[(round + 1) & 1] = new();
            return Grow(new Probing<long, long>(probing[round & 1]), keys, threads, thread);
        });
        return race;
    }

    private static int Operations(QuickOptions options, int length) =>
        Math.Min(length, (int)((options.Slice ?? TimeSpan.FromMilliseconds(4)).TotalSeconds * (length > 1 << 16 ? 15e6 : 80e6)));

    private static T[] Copies<T>(T[] keys, int length, Random random)
    {
        var copies = new T[length];
        for (int i = 0; i < length; i++)
            copies[i] = keys[random.Next(keys.Length)] is var key && key is string text ? (T)(object)new string(text.AsSpan()) : key;
        return copies;
    }

    private static long Mix<TContestant, T>(TContestant store, T[] order, int percentUpdates, int round, int operations)
        where TContestant : struct, IContestant<T, T>
        where T : notnull
    {
        // Evenly mixed: so many lookups, then an update. The loops hold nothing but the store's work, or they would be what is measured.
        int reads = percentUpdates == 0 ? int.MaxValue : (100 - percentUpdates) / percentUpdates;
        int start = Start(round, operations, order.Length);
        long done = 0;
        while (done < operations)
        {
            ReadOnlySpan<T> keys = order.AsSpan(start, (int)Math.Min(operations - done, order.Length - start));
            done += percentUpdates == 0 ? Read<TContestant, T>(store, keys) : ReadAndUpdate<TContestant, T>(store, keys, reads);
            start = 0;
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Read<TContestant, T>(TContestant store, ReadOnlySpan<T> keys)
        where TContestant : struct, IContestant<T, T>
        where T : notnull
    {
        int missing = 0;
        foreach (T key in keys)
            missing += store.TryGet(key, out _) ? 0 : 1;
        return missing == 0 ? keys.Length : throw new InvalidOperationException($"{missing} keys were not found.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadAndUpdate<TContestant, T>(TContestant store, ReadOnlySpan<T> keys, int reads)
        where TContestant : struct, IContestant<T, T>
        where T : notnull
    {
        int left = reads;
        foreach (T key in keys)
        {
            if (left-- > 0)
            {
                store.TryGet(key, out _);
            }
            else
            {
                store.Set(key, key);
                left = reads;
            }
        }
        return keys.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Batches<TContestant>(TContestant store, long[] order, int round, int operations)
        where TContestant : struct, IContestant<long, long>
    {
        const int Batch = 256;
        var values = new long[Batch];
        var found = new bool[Batch];
        int at = Start(round, operations, order.Length - Batch);
        for (int i = 0; i < operations; i += Batch)
        {
            store.TryGetMany(order.AsSpan(at, Batch), values, found);
            at = at + Batch <= order.Length - Batch ? at + Batch : 0;
        }
        return operations;
    }

    private static long Grow<TContestant>(TContestant store, long[] keys, int threads, int thread)
        where TContestant : struct, IContestant<long, long>
    {
        for (int i = thread; i < keys.Length; i += threads)
            store.Set(keys[i], i);
        return keys.Length / threads;
    }

    private static int Start(int round, int operations, int length) => (int)((uint)((round + WarmUps) * operations) % (uint)length);
}
