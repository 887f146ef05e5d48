namespace MemoryModelLab.Exploration.Runtime;

/// <summary>Random numbers from a seed and the number of an execution, the same on every machine (SplitMix64; Steele, Lea and Flood, OOPSLA 2014).</summary>
internal sealed class RandomNumbers
{
    private ulong state;

    /// <summary>The numbers of an execution.</summary>
    public void Restart(long seed, long execution)
    {
        state = (ulong)seed;
        state = Next() ^ (ulong)execution;
        Next();
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
