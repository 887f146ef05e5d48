namespace MemoryModelLab.Workloads.Stress;

/// <summary>A value of four words that are all the same, unless it was torn.</summary>
internal readonly record struct Wide(long A, long B, long C, long D)
{
    public static Wide Encode(long value) => new(value, value, value, value);

    public static long? Decode(Wide wide) => wide == Encode(wide.A) ? wide.A : null;
}
