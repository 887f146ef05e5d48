namespace MemoryModelLab.Exploration.Benchmarks;

/// <summary>Programs whose threads make objects and put them where others find them.</summary>
internal static class ObjectPrograms
{
    /// <summary>Objects, strings and boxes in shared fields.</summary>
    public static void Strings()
    {
        var shared = new Shared();
        var threads = new Thread[6];
        for (int i = 0; i < threads.Length; i++)
        {
            int me = i;
            (threads[i] = new Thread(() =>
            {
                shared.Node = new Shared { Text = "text " + me };
                shared.Box = me;
                if (shared.Node.Text is null) throw new InvalidOperationException("the node came before its text");
            })).Start();
        }

        foreach (var thread in threads) thread.Join();
    }

    private sealed class Shared
    {
        public volatile Shared? Node;
        public string? Text;
        public object? Box;
    }
}
