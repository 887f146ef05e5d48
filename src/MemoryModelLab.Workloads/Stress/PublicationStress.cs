using MemoryModelLab.Stores;
using MemoryModelLab.Workloads.Broken;

namespace MemoryModelLab.Workloads.Stress;

/// <summary>One thread sets key by key, another waits for each and looks at its value at once: what is published too early is seen.</summary>
internal static class PublicationStress
{
    /// <summary>How often the value was not the one set.</summary>
    public static int Wrong(KeyValueStore<long, long> store)
    {
        int wrong = 0;
        var reader = new Thread(() =>
        {
            for (long key = 0; key < BrokenStore<long>.Slots; key++)
            {
                long value;
                while (!store.TryGetValue(key, out value))
                    Thread.SpinWait(1);
                wrong += value == key + 1 ? 0 : 1;
            }
        });
        reader.Start();
        for (long key = 0; key < BrokenStore<long>.Slots; key++)
            store.Set(key, key + 1);
        reader.Join();
        return wrong;
    }
}
