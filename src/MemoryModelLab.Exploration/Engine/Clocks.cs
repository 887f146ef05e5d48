using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// A vector clock for each event: for each thread, how many of its events are before. A set of events that contains, with an event,
/// all before it in its thread is such a clock. Eight threads fit one vector register.
/// </summary>
internal sealed class Clocks(int width)
{
    /// <summary>Clocks are a multiple of this wide.</summary>
    public const int Lanes = 8;

    private short[] values = new short[64 * width];

    /// <summary>The number of threads a clock has room for.</summary>
    public int Width => width;

    /// <summary>The clock of event <paramref name="index"/>.</summary>
    public Span<short> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), index * width), width);
    }

    /// <summary>Makes room for <paramref name="count"/> events.</summary>
    public void Reserve(int count)
    {
        if (values.Length < count * width) Array.Resize(ref values, Math.Max(count * width, 2 * values.Length));
    }

    /// <summary>Copies the first <paramref name="count"/> clocks of another.</summary>
    public void CopyFrom(Clocks other, int count)
    {
        Reserve(count);
        other.values.AsSpan(0, count * width).CopyTo(values);
    }

    /// <summary>Adds the events of one clock to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(Span<short> clock, ReadOnlySpan<short> other)
    {
        ref short to = ref MemoryMarshal.GetReference(clock);
        ref short from = ref MemoryMarshal.GetReference(other);
        for (int i = 0; i < clock.Length; i += Lanes)
            Vector128.Max(Vector128.LoadUnsafe(ref to, (nuint)i), Vector128.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
    }
}
