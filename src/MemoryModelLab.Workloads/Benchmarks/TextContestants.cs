using System.Collections.Concurrent;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The platform's store, with texts; a key's value is the key, whatever the stamp: a text is not looked into.</summary>
internal readonly struct TextPlatform(ConcurrentDictionary<string, string> store) : IContestant<Text>
{
    public bool Get(Text key) => store.TryGetValue(key.Value, out string? value) && value is not null;

    public void Set(Text key, int stamp = 0) => store[key.Value] = key.Value;
}

internal readonly struct TextProbing(ProbingStore<string, string> store) : IContestant<Text>
{
    public bool Get(Text key) => store.TryGetValue(key.Value, out string? value) && value is not null;

    public void Set(Text key, int stamp = 0) => store.Set(key.Value, key.Value);
}

/// <summary>A dictionary behind a lock.</summary>
internal readonly struct TextMutex(MutexStore<string, string> store) : IContestant<Text>
{
    public bool Get(Text key) => store.TryGetValue(key.Value, out string? value) && value is not null;

    public void Set(Text key, int stamp = 0) => store.Set(key.Value, key.Value);
}
