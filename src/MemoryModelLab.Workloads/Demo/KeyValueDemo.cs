using System.Diagnostics;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Demo;

/// <summary>
/// A store holds <c>name</c> and <c>age</c>; two threads update them, two read them, all at the same time. What was read is then explained by
/// an order of all operations.
/// </summary>
public static class KeyValueDemo
{
    private static readonly (string Key, string Before, string After)[] Entries = [("name", "Alice", "Bob"), ("age", "30", "35")];

    /// <summary>Runs it once on a new store.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DemoResult Run(StoreKind kind, DemoDelays delays, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(delays);
        KeyValueStore<string, string> store = kind.Create<string, string>();
        var recorder = new Recorder(store);
        foreach ((string key, string before, _) in Entries)
            recorder.Set("main", key, before);
        Thread[] threads =
        [
            .. Entries.Select((entry, i) => new Thread(() => After(delays.Updates[i], () => recorder.Set($"updater of {entry.Key}", entry.Key, entry.After)))),
            .. Entries.Select((entry, i) => new Thread(() => After(delays.Reads[i], () => recorder.Get($"reader of {entry.Key}", entry.Key)))),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        cancellation.ThrowIfCancellationRequested();
        KeyValuePair<string, string>[] final = [.. store];
        foreach ((string key, _) in final)
            recorder.Get("main", key, isFinal: true);
        (store as IDisposable)?.Dispose();
        History history = recorder.History();
        return new DemoResult(kind.Name, delays, final, history, Linearizable.Check(history));

        void After(TimeSpan delay, Action act)
        {
            if (!cancellation.WaitHandle.WaitOne(delay))
                act();
        }
    }

    /// <summary>Calls the store and writes down what was asked, answered, and when.</summary>
    private sealed class Recorder
    {
        private const string Absent = "absent";

        private readonly KeyValueStore<string, string> store;
        private readonly HistoryBuilder history = new() { Name = "mml demo kv" };
        private readonly Lock gate = new();
        private readonly long start = Stopwatch.GetTimestamp();

        public Recorder(KeyValueStore<string, string> store)
        {
            this.store = store;
            history.Initial = history.ValueOf(Absent);
        }

        public void Set(string client, string key, string value)
        {
            long from = Now();
            store[key] = value;
            long to = Now();
            lock (gate)
                history.Write(client, key, history.ValueOf(value), from, to);
        }

        public void Get(string client, string key, bool isFinal = false)
        {
            long from = Now();
            bool found = store.TryGetValue(key, out string? value);
            long to = Now();
            lock (gate)
                history.Read(client, key, history.ValueOf(found ? value! : Absent), from, to, isFinal: isFinal);
        }

        public History History() => history.Build();

        private long Now() => (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
