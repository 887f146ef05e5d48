namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>
/// A store that a workload is compiled for. It is a struct, and so are the keys, or the JIT would share one code among all stores and look
/// up what to call: what is measured is what a user's own loop would cost.
/// </summary>
internal interface IContestant<TKey>
    where TKey : struct
{
    /// <summary>Looks a key up; whether it is there with a value of its own, so that the value is used.</summary>
    bool Get(TKey key);

    /// <summary>Gives a key a value of its own: of another stamp another value, where there are many for a key, because an update that
    /// changes nothing is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stamp">At least 0, and less than 2^<see cref="Keys.StampBits"/>.</param>
    void Set(TKey key, int stamp = 0);
}

/// <summary>A store that looks up many keys at once.</summary>
internal interface IBatchContestant
{
    /// <summary>The number of keys that are there.</summary>
    int Get(ReadOnlySpan<long> keys, Span<long> values, Span<bool> found);
}

/// <summary>A text as a key: a struct, see <see cref="IContestant{TKey}"/>.</summary>
internal readonly record struct Text(string Value);
