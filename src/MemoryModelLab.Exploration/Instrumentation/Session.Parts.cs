using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    /// <summary>Which part of a struct is accessed, from 1; 0 where none is.</summary>
    private byte part;

    /// <summary>Copies an array element by element.</summary>
    public void CopyInto(Array to, Array from, int site)
    {
        switch (from)
        {
            case bool[] values: CopyInto((bool[])to, values, site); break;
            case byte[] values: CopyInto((byte[])to, values, site); break;
            case char[] values: CopyInto((char[])to, values, site); break;
            case short[] values: CopyInto((short[])to, values, site); break;
            case int[] values: CopyInto((int[])to, values, site); break;
            case long[] values: CopyInto((long[])to, values, site); break;
            case float[] values: CopyInto((float[])to, values, site); break;
            case double[] values: CopyInto((double[])to, values, site); break;
            default: throw new UnsupportedCodeException($"constant arrays of {from.GetType().GetElementType()} are not supported");
        }
    }

    private void CopyInto<T>(T[] to, T[] from, int site)
    {
        for (int i = 0; i < from.Length; i++)
            Store(ref to[i], from[i], Ordering.Plain, site);
    }

    private T LoadParts<T>(ref T location, Leaf[] leaves, Ordering ordering, int site)
    {
        T value = location;
        ref byte from = ref Unsafe.As<T, byte>(ref location);
        ref byte to = ref Unsafe.As<T, byte>(ref value);
        foreach (Leaf leaf in leaves)
        {
            part++;
            switch (leaf.Size)
            {
                case 0: At<object?>(ref to, leaf) = Load(ref At<object?>(ref from, leaf), ordering, site); break;
                case 1: At<byte>(ref to, leaf) = Load(ref At<byte>(ref from, leaf), ordering, site); break;
                case 2: At<ushort>(ref to, leaf) = Load(ref At<ushort>(ref from, leaf), ordering, site); break;
                case 4: At<uint>(ref to, leaf) = Load(ref At<uint>(ref from, leaf), ordering, site); break;
                default: At<ulong>(ref to, leaf) = Load(ref At<ulong>(ref from, leaf), ordering, site); break;
            }
        }
        part = 0;
        return value;
    }

    private void StoreParts<T>(ref T location, T value, Leaf[] leaves, Ordering ordering, int site)
    {
        ref byte to = ref Unsafe.As<T, byte>(ref location);
        ref byte from = ref Unsafe.As<T, byte>(ref value);
        foreach (Leaf leaf in leaves)
        {
            part++;
            switch (leaf.Size)
            {
                case 0: Store(ref At<object?>(ref to, leaf), At<object?>(ref from, leaf), ordering, site); break;
                case 1: Store(ref At<byte>(ref to, leaf), At<byte>(ref from, leaf), ordering, site); break;
                case 2: Store(ref At<ushort>(ref to, leaf), At<ushort>(ref from, leaf), ordering, site); break;
                case 4: Store(ref At<uint>(ref to, leaf), At<uint>(ref from, leaf), ordering, site); break;
                default: Store(ref At<ulong>(ref to, leaf), At<ulong>(ref from, leaf), ordering, site); break;
            }
        }
        part = 0;
    }

    private static ref TPart At<TPart>(ref byte start, Leaf leaf) => ref Unsafe.As<byte, TPart>(ref Unsafe.Add(ref start, leaf.Offset));
}
