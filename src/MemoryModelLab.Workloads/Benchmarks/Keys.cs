using System.Runtime.CompilerServices;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The keys of all benchmarks, by their numbers, and the orders in which they are asked for.</summary>
internal static class Keys
{
    // 2^64 divided by the golden ratio, and its inverse: keys over all of the 64 bits, as the Yahoo! Cloud Serving Benchmark has them by a
    // hash. Were they evenly apart, ConcurrentDictionary would put each into a bucket of its own.
    private const ulong Apart = 0x9E3779B97F4A7C15;
    private const ulong Inverse = 0xF1DE83E19937733D;

    /// <summary>How many bits of a value tell the values of a key apart.</summary>
    public const int StampBits = 24;

    /// <summary>Key number <paramref name="number"/>.</summary>
    public static long Long(int number) => unchecked((long)((ulong)number * Apart));

    /// <summary>The number of a key.</summary>
    public static int Number(long key) => unchecked((int)((ulong)key * Inverse));

    /// <summary>One of the values of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Value(long key, int stamp) => key ^ stamp;

    /// <summary>Whether it is one of the values of the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsValue(long key, long value) => (ulong)(key ^ value) < 1ul << StampBits;

    /// <summary>Key number <paramref name="number"/>, 23 characters; a new string each time, as keys that come from outside are.</summary>
    public static Text Text(int number) => new($"customer:{number:D8}:cart");

    /// <summary>Numbers below <paramref name="keys"/>, all alike.</summary>
    public static int[] Uniform(int keys, int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(keys))];
    }

    /// <summary>Numbers below <paramref name="keys"/>, few of them often (<see cref="Zipf"/>).</summary>
    public static int[] Zipfian(int keys, int length, int seed)
    {
        var random = new Random(seed);
        var zipf = new Zipf(keys);
        return [.. Enumerable.Range(0, length).Select(_ => zipf.Next(random))];
    }

    /// <summary>All numbers below <paramref name="keys"/>, shuffled.</summary>
    public static int[] Shuffled(int keys, int seed)
    {
        int[] numbers = [.. Enumerable.Range(0, keys)];
        new Random(seed).Shuffle(numbers);
        return numbers;
    }
}
