namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The keys of all benchmarks, by their numbers, and the orders in which they are asked for.</summary>
internal static class Keys
{
    // Keys that are next to each other are not next to each other for a hash that is the number itself.
    private const long Apart = 7919;

    /// <summary>Key number <paramref name="number"/>.</summary>
    public static long Long(int number) => number * Apart;

    /// <summary>The number of a key.</summary>
    public static int Number(long key) => (int)(key / Apart);

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
