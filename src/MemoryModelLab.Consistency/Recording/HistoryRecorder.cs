using System.Collections.Concurrent;
using System.Diagnostics;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;

namespace MemoryModelLab.Consistency.Recording;

/// <summary>
/// Records what threads do to a store of yours, to be judged afterwards:
/// <code>
/// var recorder = new HistoryRecorder&lt;string, int&gt;();
/// Parallel.For(1, 1000, i => { recorder.Write("x", i, (key, value) => store[key] = value); recorder.Read("x", key => store[key]); });
/// recorder.Verify("linearizable").ThrowUnlessSatisfied();
/// </code>
/// <para>
/// Each thread writes into a buffer of its own: no lock, no shared cache line, two readings of the clock an operation. The clock is the
/// system's monotonic one, which all cores agree on; an operation is answered when its call has returned, though a plain store of it may still be on
/// its way to the other cores. That is what a caller sees, and a store that relies on less is not linearizable to its callers.
/// </para>
/// </summary>
/// <typeparam name="TKey">The store's keys, told apart by equality and named by their text.</typeparam>
/// <typeparam name="TValue">Its values; whole numbers are kept, others are told apart by equality and named by their text.</typeparam>
/// <param name="initial">The value of a key before anything is written to it: what a read of an absent key is recorded with.</param>
public sealed class HistoryRecorder<TKey, TValue>(TValue initial = default!) : IDisposable
    where TKey : notnull
{
    private readonly ThreadLocal<HistoryClient<TKey, TValue>> clients = new(() => new HistoryClient<TKey, TValue>(), trackAllValues: true);
    private readonly ConcurrentQueue<HistoryClient<TKey, TValue>> others = new();

    /// <summary>The client that stands for the calling thread. Keeping it saves a look-up an operation.</summary>
    public HistoryClient<TKey, TValue> Client => clients.Value!;

    /// <summary>
    /// Another client, of no thread. An asynchronous method takes one for itself, for it goes on on other threads:
    /// <code>
    /// HistoryClient&lt;string, int&gt; client = recorder.NewClient();
    /// long begun = HistoryClock.Now;
    /// client.Read("x", await store.GetAsync("x"), begun);
    /// </code>
    /// </summary>
    public HistoryClient<TKey, TValue> NewClient()
    {
        var client = new HistoryClient<TKey, TValue>();
        others.Enqueue(client);
        return client;
    }

    /// <summary>Reads, and records it.</summary>
    public TValue Read(TKey key, Func<TKey, TValue> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        HistoryClient<TKey, TValue> client = Client;
        long begun = HistoryClock.Now;
        TValue value = read(key);
        client.Read(key, value, begun);
        return value;
    }

    /// <summary>Writes, and records it; when the write throws, as one of unknown outcome.</summary>
    public void Write(TKey key, TValue value, Action<TKey, TValue> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        HistoryClient<TKey, TValue> client = Client;
        long begun = HistoryClock.Now;
        bool isDone = false;
        try
        {
            write(key, value);
            isDone = true;
        }
        finally
        {
            if (isDone) client.Write(key, value, begun);
            else client.WriteUnknown(key, value, begun);
        }
    }

    /// <summary>Compares and sets, and records it; when that throws, as one of unknown outcome.</summary>
    /// <returns>Whether it succeeded.</returns>
    public bool CompareAndSet(TKey key, TValue expected, TValue value, Func<TKey, TValue, TValue, bool> compareAndSet)
    {
        ArgumentNullException.ThrowIfNull(compareAndSet);
        HistoryClient<TKey, TValue> client = Client;
        long begun = HistoryClock.Now;
        bool? succeeded = null;
        try
        {
            succeeded = compareAndSet(key, expected, value);
            return succeeded.Value;
        }
        finally
        {
            client.CompareAndSet(key, expected, value, succeeded, begun);
        }
    }

    /// <summary>What was recorded. No thread may be recording meanwhile: join them first.</summary>
    public History ToHistory(string name = "recorded")
    {
        var builder = new HistoryBuilder { Name = name };
        var values = new RecordedValues<TValue>(builder);
        var keys = new RecordedKeys<TKey>();
        builder.Initial = values.Number(initial);
        HistoryClient<TKey, TValue>[] all = [.. clients.Values, .. others];
        long start = all.Length == 0 ? 0 : all.Min(c => c.Start);
        int session = 0;
        foreach (HistoryClient<TKey, TValue> client in all) session = client.AddTo(builder, keys, values, session, start);
        return builder.Build();
    }

    /// <summary>The verdict of a model on what was recorded.</summary>
    /// <param name="model">Its name: <see cref="ConsistencyModel.All"/> has them.</param>
    /// <param name="options">How far the checker may go.</param>
    /// <exception cref="ArgumentException">No model is called so.</exception>
    public Verdict Verify(string model = "linearizable", CheckOptions? options = null)
    {
        ConsistencyModel known = ConsistencyModel.Find(model) ?? throw new ArgumentException($"no consistency model is called '{model}' (there are {string.Join(", ", ConsistencyModel.All.Select(m => m.Name))})", nameof(model));
        return new Judge(ToHistory(), options).Of(known);
    }

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();
}

/// <summary>The clock of recorded histories: nanoseconds or finer, monotonic, one for all cores.</summary>
public static class HistoryClock
{
    /// <summary>Now.</summary>
    public static long Now => Stopwatch.GetTimestamp();
}
