namespace MemoryModelLab.Cli.Inputs;

/// <summary>Works on many items on all cores and hands out the results one by one in the items' order.</summary>
internal static class InOrder
{
    private const int Patience = 50; // milliseconds between looks

    /// <summary>Computes <paramref name="work"/> for each item; <paramref name="done"/> sees the results in order, on one thread at a time.</summary>
    /// <exception cref="Exception">What the first failing item, or <paramref name="done"/>, threw.</exception>
    public static void Run<TItem, TResult>(
        IReadOnlyList<TItem> items, int workers, Func<TItem, TResult> work, Action<TItem, TResult> done, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        bool[] ready = new bool[items.Count];
        int next = -1, handed = 0;
        Exception? failure = null;
        var gate = new Lock();
        var threads = new Thread[Math.Max(1, Math.Min(workers, items.Count))];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(Work, 16 << 20) { IsBackground = true };
            threads[t].Start();
        }

        // After a failure no one waits for what others have begun: when the reader of our output goes away, that may be minutes of work.
        while (Volatile.Read(ref failure) is null && !Array.TrueForAll(threads, thread => thread.Join(Patience)))
        {
        }

        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            while (failure is null && !cancellation.IsCancellationRequested)
            {
                int mine = Interlocked.Increment(ref next);
                if (mine >= items.Count) return;
                try
                {
                    results[mine] = work(items[mine]);
                    lock (gate)
                    {
                        ready[mine] = true;
                        for (; handed < items.Count && ready[handed]; handed++) done(items[handed], results[handed]);
                    }
                }
#pragma warning disable CA1031 // carried over to the caller's thread
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure ??= e;
                }
            }
        }
    }
}
