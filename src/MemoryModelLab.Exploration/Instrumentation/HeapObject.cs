using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>An object of the program under exploration. It is pinned, so that an address says which field of which object it is of.</summary>
internal sealed unsafe class HeapObject : IDisposable
{
    /// <summary>The thread of objects that class initialisers made.</summary>
    public const int Nobody = -1;

    private PinnedGCHandle<object> handle;

    /// <summary>Pins an object.</summary>
    public HeapObject(object value, int thread, bool isInitial)
    {
        handle = new PinnedGCHandle<object>(value);
        Value = value;
        Thread = thread;
        IsInitial = isInitial;
        Start = StartOf(value);
        // The first word is the method table, whose second half-word is the size of an instance without elements, header and table included.
        uint* table = *((uint**)Start - 1);
        nuint size = table[1] - 2 * (nuint)sizeof(nuint);
        if (value is Array array)
            size += (nuint)(ushort)table[0] * (nuint)array.Length;
        End = Start + size;
    }

    /// <summary>The object.</summary>
    public object Value { get; }

    /// <summary>Who created it.</summary>
    public int Thread { get; }

    /// <summary>Whether it was there before any thread was started.</summary>
    public bool IsInitial { get; }

    /// <summary>Where its fields begin.</summary>
    public nuint Start { get; }

    /// <summary>Where its fields end.</summary>
    public nuint End { get; }

    /// <summary>Where an object's fields begin, as long as it does not move.</summary>
    public static nuint StartOf(object value)
    {
        ref byte data = ref Unsafe.As<Layout>(value).Data;
        return (nuint)Unsafe.AsPointer(ref data);
    }

    /// <summary>Zeroes all fields; the length of an array stays.</summary>
    public void Clear()
    {
        nuint start = Value is Array array ? (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) : Start;
        new Span<nint>((void*)start, (int)((End - start) / (nuint)sizeof(nint))).Clear();
        nuint rest = (End - start) % (nuint)sizeof(nint);
        new Span<byte>((void*)(End - rest), (int)rest).Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private sealed class Layout
    {
        public byte Data;
    }
}
