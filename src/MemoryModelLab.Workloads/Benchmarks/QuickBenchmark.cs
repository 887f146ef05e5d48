using System.Collections.Concurrent;
using System.Globalization;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>
/// The workloads of the Yahoo! Cloud Serving Benchmark with uniform keys (C: reads only, B: 5 % updates, A: 50 % updates), lookups in
/// batches, growth, space and collections; every store beside <c>ConcurrentDictionary</c> and a dictionary behind a lock, in turns.
/// </summary>
public static class QuickBenchmark
{
    private const int Few = 1000;
    private const int WarmUps = 64;

    // Longer than what a processor learns of branches that come again and again: random keys are to stay so.
    private const int ShortOrder = 1 << 16;
    private const int LongOrder = 1 << 20;

    private const string Reference = nameof(ConcurrentDictionary<,>);
    private const string Probing = nameof(ProbingStore<,>);
    private const string Mutex = nameof(MutexStore<,>);
    private const string OneThread = "1 thread";
    private const string TwoThreads = "2 threads";

    /// <summary>The names of the workloads that the options leave.</summary>
    public static IReadOnlyList<string> Workloads(QuickOptions options) => [.. Chosen(options).Select(workload => workload.Name)];

    /// <summary>Measures workload by workload.</summary>
    /// <param name="options">How long.</param>
    public static IEnumerable<QuickResult> Run(QuickOptions options) => Chosen(options).SelectMany(workload => workload.Measure());

    private static IEnumerable<(string Name, Func<IReadOnlyList<QuickResult>> Measure)> Chosen(QuickOptions options) =>
        All(options).Where(workload => options.Only is not { } only || workload.Name.Contains(only, StringComparison.OrdinalIgnoreCase));

    /// <summary>The workloads in the order of the table of targets, with those targets.</summary>
    private static IEnumerable<(string Name, Func<IReadOnlyList<QuickResult>> Measure)> All(QuickOptions options)
    {
        string large = Short(options.Large), huge = Short(options.Huge);
        foreach ((int percent, double target) in new[] { (0, 1.0), (5, 1.4), (50, 3.0) })
            yield return Mixed($"long 1e3 {Letter(percent)}", 1, target, race => Longs(race, options, Few, percent));
        yield return Mixed("long 1e3 in sequence C", 1, null, race => Longs(race, options, Few, 0, number => number));
        yield return Mixed("long hot key A", 1, null, race => Longs(race, options, 1, 50));
        yield return Mixed("long 1e3 C", 2, null, race => Longs(race, options, Few, 0));
        yield return Mixed("long 1e3 B", 2, 1.2, race => Longs(race, options, Few, 5));
        yield return Mixed("long 1e3 A", 2, 2.3, race => Longs(race, options, Few, 50));
        yield return Mixed("long hot key A", 2, 4, race => Longs(race, options, 1, 50));
        foreach ((int percent, double target) in new[] { (0, 2.0), (5, 2.5), (50, 4.0) })
            yield return Mixed($"long {large} {Letter(percent)}", 1, target, race => Longs(race, options, options.Large, percent));
        yield return Mixed($"long {large} C in batches", 1, 5, race => Batches(race, options));
        yield return Growing($"long growth to {large}", 1, 2.2);
        yield return Growing($"long growth to {large}", 2, 2);
        yield return Mixed("string 1e3 C", 1, 1.35, race => Texts(race, options, Few, 0));
        yield return Mixed("string 1e3 A", 1, 1.45, race => Texts(race, options, Few, 50));
        yield return Mixed($"string {large} C", 1, 1.9, race => Texts(race, options, options.Large, 0));
        yield return Mixed($"string {large} A", 1, 1.9, race => Texts(race, options, options.Large, 50));
        yield return ($"long {huge} at rest", () => AtRest($"long {huge} at rest", options.Huge));

        (string, Func<IReadOnlyList<QuickResult>>) Mixed(string name, int threads, double? target, Action<Race> fill) =>
            Raced($"{name}, {(threads == 1 ? OneThread : TwoThreads)}", threads, target, fill, options.Repetitions, WarmUps);

        (string, Func<IReadOnlyList<QuickResult>>) Growing(string name, int threads, double target) =>
            Raced($"{name}, {(threads == 1 ? OneThread : TwoThreads)}", threads, target, race => Growth(race, options, threads), Math.Max(3, options.Repetitions / 4), 2);

        (string, Func<IReadOnlyList<QuickResult>>) Raced(string name, int threads, double? target, Action<Race> fill, int repetitions, int warmUps) =>
            (name, () => Measured(new Race(name, threads, target), fill, repetitions, warmUps, options.Bind));
    }

    private static IReadOnlyList<QuickResult> Measured(Race race, Action<Race> fill, int repetitions, int warmUps, Action<int>? bind)
    {
        fill(race);
        return race.Run(repetitions, warmUps, bind);
    }

    private static string Letter(int percent) => percent switch { 0 => "C", 5 => "B", _ => "A" };

    private static string Short(int count) => string.Create(CultureInfo.InvariantCulture, $"1e{Math.Log10(count):0.#}");

    private static void Longs(Race race, QuickOptions options, int count, int percent, Func<int, long>? key = null)
    {
        key ??= Keys.Long;
        var platform = new ConcurrentDictionary<long, long>();
        var probing = new ProbingStore<long, long>();
        var mutex = new MutexStore<long, long>();
        for (int i = 0; i < count; i++)
            platform[key(i)] = probing[key(i)] = mutex[key(i)] = key(i);
        Order<long> order = Orders(options, race.Threads, count, key);
        race.Add(Reference, (round, thread) => Mix(new LongPlatform(platform), order, percent, round, thread));
        race.Add(Probing, (round, thread) => Mix(new LongProbing(probing), order, percent, round, thread));
        race.Add(Mutex, (round, thread) => Mix(new LongMutex(mutex), order, percent, round, thread));
    }

    private static void Texts(Race race, QuickOptions options, int count, int percent)
    {
        var platform = new ConcurrentDictionary<string, string>();
        var probing = new ProbingStore<string, string>();
        var mutex = new MutexStore<string, string>();
        for (int i = 0; i < count; i++)
        {
            string key = Keys.Text(i).Value;
            platform[key] = probing[key] = mutex[key] = key;
        }
        Order<Text> order = Orders(options, race.Threads, count, Keys.Text);
        race.Add(Reference, (round, thread) => Mix(new TextPlatform(platform), order, percent, round, thread));
        race.Add(Probing, (round, thread) => Mix(new TextProbing(probing), order, percent, round, thread));
        race.Add(Mutex, (round, thread) => Mix(new TextMutex(mutex), order, percent, round, thread));
    }

    private static void Batches(Race race, QuickOptions options)
    {
        var platform = new ConcurrentDictionary<long, long>();
        var probing = new ProbingStore<long, long>();
        for (int i = 0; i < options.Large; i++)
            platform[Keys.Long(i)] = probing[Keys.Long(i)] = Keys.Long(i);
        Order<long> order = Orders(options, race.Threads, options.Large, Keys.Long);
        race.Add(Reference, (round, thread) => order.Each(round, thread, keys => Loops.ReadInBatches(new LongPlatform(platform), keys)));
        race.Add(Probing, (round, thread) => order.Each(round, thread, keys => Loops.ReadInBatches(new LongProbing(probing), keys)));
    }

    private static void Growth(Race race, QuickOptions options, int threads)
    {
        long[] keys = [.. Keys.Shuffled(options.Large, seed: 3).Select(Keys.Long)];
        ConcurrentDictionary<long, long>? platform = null;
        ProbingStore<long, long>? probing = null;
        race.Add(Reference, (_, thread) => Loops.Write(new LongPlatform(platform!), Share(thread)), () =>
        {
            Drop();
            platform = new();
        });
        race.Add(Probing, (_, thread) => Loops.Write(new LongProbing(probing!), Share(thread)), () =>
        {
            Drop();
            probing = new();
        });

        // Each begins on an empty heap: nobody pays for collecting what another left.
        void Drop()
        {
            (platform, probing) = (null, null);
            GC.Collect();
        }

        ReadOnlySpan<long> Share(int thread) => keys.AsSpan(keys.Length / threads * thread, keys.Length / threads);
    }

    private static QuickResult[] AtRest(string name, int count)
    {
        (double Bytes, double Pause)[] measured = [.. Footprint.Stores.Select(store => Footprint.Measure(store.Fill, count))];
        return
        [
            .. Footprint.Stores.Select((store, i) => new QuickResult(
                name, store.Store, measured[i].Bytes, QuickResult.Space, measured[i].Bytes / measured[0].Bytes, null, i == 1 ? 0.6 : null)),
            .. Footprint.Stores.Select((store, i) => new QuickResult(
                name, store.Store, measured[i].Pause, QuickResult.Pause, measured[i].Pause / measured[0].Pause, null, null)),
        ];
    }

    private static long Mix<TContestant, TKey>(TContestant store, Order<TKey> order, int percentUpdates, int round, int thread)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct =>
        order.Each(round, thread, percentUpdates switch
        {
            0 => keys => Loops.Read(store, keys),
            5 => keys => Loops.ReadAndUpdate<TContestant, TKey, FewUpdates>(store, keys, thread),
            _ => keys => Loops.ReadAndUpdate<TContestant, TKey, HalfUpdates>(store, keys, thread),
        });

    private static Order<TKey> Orders<TKey>(QuickOptions options, int threads, int count, Func<int, TKey> key)
        where TKey : struct
    {
        int length = count > Few ? LongOrder : ShortOrder;
        double perSecond = length == LongOrder ? 15e6 : 80e6;
        int turn = (int)((options.Slice ?? TimeSpan.FromMilliseconds(4)).TotalSeconds * perSecond);
        // Each thread has its own order of keys.
        return new Order<TKey>([.. Enumerable.Range(1, threads).Select(seed => Keys.Uniform(count, length, seed).Select(key).ToArray())], turn);
    }
}
