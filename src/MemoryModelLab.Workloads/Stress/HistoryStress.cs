using System.Diagnostics;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Stress;

/// <summary>
/// Threads that work on the same two keys at the same time, then on the next two, and so on, while they also add other keys to make the
/// store grow; each key's operations are then checked for linearizability, which is enough, for it is local (Herlihy and Wing, 1990).
/// </summary>
/// <remarks>A key's number is carried by <typeparamref name="TKey"/>, a value by <typeparamref name="TValue"/>; a torn one fails to decode. The seed decides what is asked, not when it
/// runs: that is the system's.</remarks>
internal sealed class HistoryStress<TKey, TValue>(
    KeyValueStore<TKey, TValue> store, Func<long, TKey> key, Func<long, TValue> encode, Func<TValue, long?> decode, StressPlan plan, int seed)
    where TKey : notnull
{
    /// <summary>How many keys a round has.</summary>
    public const int Keys = Steps * KeysPerStep;

    private const int Threads = 3;
    private const int Steps = 64;
    private const int KeysPerStep = 2;
    private const int OperationsPerStep = 20;
    private const int Patience = 5000;
    private const long FirstFiller = 1L << 32;

    // What threads write differs by their number times this; increments do not come so far within a key's operations.
    private const long ValuesApart = 1000;

    private static readonly string[] Clients = [.. Enumerable.Range(0, Threads).Select(id => $"thread {id}")];

    private readonly List<StressOperation>[,] byThreadAndKey = new List<StressOperation>[Threads, Keys];
    private readonly int[] progress = new int[Threads * 32];
    private readonly long[] operations = new long[Threads * 16];
    private int rounds = -1;
    private string? torn;
    private volatile bool stop;

    /// <summary>How many operations were done and checked.</summary>
    public long Operations => operations.Sum();

    /// <summary>The keys whose operations were too many to be judged.</summary>
    public int Undecided { get; private set; }

    /// <summary>Runs until the rounds are over, or the time, or something is wrong; says what, or null.</summary>
    public StressViolation? Run(TimeSpan limit, CancellationToken cancellation = default)
    {
        StressViolation? violation = null;
        long deadline = Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency);
        using var barrier = new Barrier(Threads, _ =>
        {
            violation = Check();
            // One round is always done, however late it is.
            bool isOver = Stopwatch.GetTimestamp() > deadline || cancellation.IsCancellationRequested;
            stop = violation is not null || ++rounds == plan.Rounds || (isOver && rounds > 0);
        });
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(id => new Thread(() => Work(id, barrier)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return violation;
    }

    private void Work(int id, Barrier barrier)
    {
        var random = new Random(unchecked((seed * Threads) + id));
        long filler = FirstFiller * (id + 1);
        long fresh = id * ValuesApart;
        while (true)
        {
            barrier.SignalAndWait();
            if (stop)
                return;
            for (int at = 0; at < Keys; at++)
                byThreadAndKey[id, at] = new List<StressOperation>(OperationsPerStep + Threads);
            long last = 0;
            int clearing = plan.Clears ? random.Next(Steps) : -1;
            for (int step = 0; step < Steps; step++)
            {
                Meet(id, (rounds * Steps) + step);
                for (int i = 0; i < OperationsPerStep; i++)
                {
                    int at = (step * KeysPerStep) + random.Next(KeysPerStep);
                    fresh += Threads * ValuesApart;
                    StressOperation done = Do(plan.Kinds[random.Next(plan.Kinds.Count)], (rounds * (long)Keys) + at, fresh, last);
                    last = done.Kind is StressKind.Set or StressKind.Add ? done.Argument : done.Result;
                    byThreadAndKey[id, at].Add(done);
                    if (plan.Fillers)
                        Fill(ref filler, random);
                    if (step == clearing && i == 0)
                        Clear(id);
                }
            }
            operations[id * 16] += Steps * OperationsPerStep;
        }
    }

    /// <summary>Waits for the others to come to the same keys, but not for long: one may not be running.</summary>
    private void Meet(int id, int step)
    {
        Volatile.Write(ref progress[id * 32], step);
        for (int other = 0; other < Threads; other++)
        {
            for (int spin = 0; spin < Patience && Volatile.Read(ref progress[other * 32]) < step; spin++)
                Thread.SpinWait(1);
        }
    }

    /// <summary>One operation on every key.</summary>
    private void Clear(int id)
    {
        long start = Stopwatch.GetTimestamp();
        store.Clear();
        long end = Stopwatch.GetTimestamp();
        for (int at = 0; at < Keys; at++)
            byThreadAndKey[id, at].Add(new StressOperation(StressKind.Clear, 0, 0, true, 0, start, end));
    }

    private void Fill(ref long filler, Random random)
    {
        for (int i = random.Next(4); i > 0; i--)
            store[key(filler++)] = encode(1);
        if (random.Next(3) == 0)
            store.TryRemove(key(filler - 2), out _);
    }

    private StressOperation Do(StressKind kind, long number, long argument, long comparison)
    {
        TValue? value = default;
        bool success = true;
        TKey name = key(number);
        long start = Stopwatch.GetTimestamp();
        switch (kind)
        {
            case StressKind.Get:
                success = store.TryGetValue(name, out value);
                break;
            case StressKind.Set:
                store[name] = encode(argument);
                break;
            case StressKind.Add:
                success = store.TryAdd(name, encode(argument));
                break;
            case StressKind.Update:
                success = store.TryUpdate(name, encode(argument), encode(comparison));
                break;
            case StressKind.Remove:
                success = store.TryRemove(name, out value);
                break;
            case StressKind.RemovePair:
                argument = comparison;
                success = store.TryRemove(KeyValuePair.Create(name, encode(argument)));
                break;
            case StressKind.GetOrAdd:
                value = store.GetOrAdd(name, encode(argument));
                break;
            case StressKind.Increment:
                value = store.AddOrUpdate(name, encode(argument), (_, old) => encode((decode(old) ?? -1) + 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "It concerns more than one key.");
        }
        long end = Stopwatch.GetTimestamp();
        long result = 0;
        if (success && kind is StressKind.Get or StressKind.Remove or StressKind.GetOrAdd or StressKind.Increment)
        {
            if (decode(value!) is { } whole)
                result = whole;
            else
                Volatile.Write(ref torn, $"a thread saw a torn value of key {number}: {value}");
        }
        return new StressOperation(kind, argument, comparison, success, result, start, end);
    }

    /// <summary>Called by the barrier while all threads wait.</summary>
    private StressViolation? Check()
    {
        if (rounds < 0)
            return null;
        var options = new CheckOptions { WithWitness = false };
        for (int at = 0; at < Keys; at++)
        {
            History history = Recorded(at);
            if (Volatile.Read(ref this.torn) is { } torn)
                return new StressViolation(torn, history, []);
            Verdict verdict = Linearizable.Check(history, options);
            if (verdict.Judgement == Judgement.Inconclusive)
                Undecided++;
            if (verdict.Judgement == Judgement.Violated)
                return new StressViolation(verdict.Reason!, history, verdict.Core);
        }
        return null;
    }

    private History Recorded(int at)
    {
        var history = new HistoryBuilder { Name = $"round {rounds}" };
        history.Initial = history.ValueOf("absent");
        string name = $"key {(rounds * (long)Keys) + at}";
        for (int id = 0; id < Threads; id++)
        {
            foreach (StressOperation operation in byThreadAndKey[id, at])
                operation.AddTo(history, Clients[id], name, history.Initial);
        }
        return history.Build();
    }
}
