using System.Diagnostics;

namespace MemoryModelLab.Stores.Tests.Histories;

/// <summary>
/// Threads that work on the same two keys at the same time, then on the next two, and so on, while they also add other keys to make the
/// store grow; each key's operations are then checked for linearizability.
/// </summary>
/// <remarks>A value is carried by <typeparamref name="TValue"/>; a torn one fails to decode.</remarks>
internal sealed class HistoryStress<TValue>(KeyValueStore<long, TValue> store, Func<long, TValue> encode, Func<TValue, long?> decode, int seed)
{
    /// <summary>How many keys a round has.</summary>
    public const int Keys = Steps * KeysPerStep;

    private const int Threads = 3;
    private const int Steps = 64;
    private const int KeysPerStep = 2;
    private const int OperationsPerStep = (Linearizability.MaxOperations / Threads) - 1;
    private const int Patience = 5000;
    private const long FirstFiller = 1L << 32;

    private readonly List<StoreOperation>[,] _byThreadAndKey = new List<StoreOperation>[Threads, Keys];
    private readonly int[] _progress = new int[Threads * 32];
    private int _rounds = -1;
    private int _torn;
    private string? _violation;
    private volatile bool _stop;

    /// <summary>Which operations the threads do, each as often as it is named.</summary>
    public OperationKind[] Kinds { get; init; } =
    [
        OperationKind.Get, OperationKind.Get, OperationKind.Set, OperationKind.Add, OperationKind.Update, OperationKind.Remove,
        OperationKind.RemovePair, OperationKind.GetOrAdd, OperationKind.Increment,
    ];

    /// <summary>Whether other keys come and go, so that the store grows and shrinks under the threads.</summary>
    public bool Fillers { get; init; } = true;

    /// <summary>Whether each thread clears the store once a round.</summary>
    public bool Clears { get; init; }

    /// <summary>Runs so many rounds, or until the time is over or something is wrong; says what, or null.</summary>
    public string? Run(int rounds, TimeSpan limit)
    {
        long deadline = Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency);
        using var barrier = new Barrier(Threads, _ =>
        {
            Check();
            _stop = _violation is not null || ++_rounds == rounds || Stopwatch.GetTimestamp() > deadline;
        });
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(id => new Thread(() => Work(id, barrier)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return _violation;
    }

    private void Work(int id, Barrier barrier)
    {
        var random = new Random(seed * Threads + id);
        long filler = FirstFiller * (id + 1);
        long fresh = id + 1;
        while (true)
        {
            barrier.SignalAndWait();
            if (_stop)
                return;
            for (int key = 0; key < Keys; key++)
                _byThreadAndKey[id, key] = new List<StoreOperation>(OperationsPerStep);
            long last = 0;
            int clearing = Clears ? random.Next(Steps) : -1;
            for (int step = 0; step < Steps; step++)
            {
                Meet(id, (_rounds * Steps) + step);
                for (int i = 0; i < OperationsPerStep; i++)
                {
                    int key = (step * KeysPerStep) + random.Next(KeysPerStep);
                    fresh += Threads * 1000;
                    StoreOperation done = Do(Kinds[random.Next(Kinds.Length)], (_rounds * (long)Keys) + key, fresh, last);
                    last = done.Kind is OperationKind.Set or OperationKind.Add ? done.Argument : done.Result;
                    _byThreadAndKey[id, key].Add(done);
                    if (Fillers)
                        Fill(ref filler, random);
                    if (step == clearing && i == 0)
                        Clear(id);
                }
            }
        }
    }

    /// <summary>Waits for the others to come to the same keys, but not for long: one may not be running.</summary>
    private void Meet(int id, int step)
    {
        Volatile.Write(ref _progress[id * 32], step);
        for (int other = 0; other < Threads; other++)
        {
            for (int spin = 0; spin < Patience && Volatile.Read(ref _progress[other * 32]) < step; spin++)
                Thread.SpinWait(1);
        }
    }

    /// <summary>One operation on every key.</summary>
    private void Clear(int id)
    {
        long start = Stopwatch.GetTimestamp();
        store.Clear();
        long end = Stopwatch.GetTimestamp();
        for (int key = 0; key < Keys; key++)
            _byThreadAndKey[id, key].Add(new StoreOperation(OperationKind.Clear, 0, 0, true, 0, start, end));
    }

    private void Fill(ref long filler, Random random)
    {
        for (int i = random.Next(4); i > 0; i--)
            store[filler++] = encode(1);
        if (random.Next(3) == 0)
            store.TryRemove(filler - 2, out _);
    }

    private StoreOperation Do(OperationKind kind, long key, long argument, long comparison)
    {
        TValue? value = default;
        bool success = true;
        long start = Stopwatch.GetTimestamp();
        switch (kind)
        {
            case OperationKind.Get:
                success = store.TryGetValue(key, out value);
                break;
            case OperationKind.Set:
                store[key] = encode(argument);
                break;
            case OperationKind.Add:
                success = store.TryAdd(key, encode(argument));
                break;
            case OperationKind.Update:
                success = store.TryUpdate(key, encode(argument), encode(comparison));
                break;
            case OperationKind.Remove:
                success = store.TryRemove(key, out value);
                break;
            case OperationKind.RemovePair:
                argument = comparison;
                success = store.TryRemove(KeyValuePair.Create(key, encode(argument)));
                break;
            case OperationKind.GetOrAdd:
                value = store.GetOrAdd(key, encode(argument));
                break;
            case OperationKind.Increment:
                value = store.AddOrUpdate(key, encode(argument), (_, old) => encode((decode(old) ?? -1) + 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "It concerns more than one key.");
        }
        long end = Stopwatch.GetTimestamp();
        bool hasResult = kind is OperationKind.Get or OperationKind.Remove or OperationKind.GetOrAdd or OperationKind.Increment;
        long result = 0;
        if (hasResult && success)
        {
            if (decode(value!) is { } whole)
                result = whole;
            else
                Interlocked.Increment(ref _torn);
        }
        return new StoreOperation(kind, argument, comparison, success, result, start, end);
    }

    /// <summary>Called by the barrier while all threads wait.</summary>
    private void Check()
    {
        if (_torn > 0)
            _violation = $"round {_rounds}: a torn value";
        for (int key = 0; key < Keys && _byThreadAndKey[0, key] is not null; key++)
        {
            StoreOperation[] operations = [.. Enumerable.Range(0, Threads).SelectMany(id => _byThreadAndKey[id, key])];
            if (!Linearizability.Holds(operations))
                _violation = $"round {_rounds}, key {key}: {string.Join("; ", operations.OrderBy(operation => operation.Start))}";
        }
    }
}
