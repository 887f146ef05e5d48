using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MemoryModelLab.Exploration.Instrumentation;

// A vector is read element by element: that each element is read at once is all that processors promise.
public static partial class Hooks
{
    /// <summary><c>Vector128.LoadUnsafe</c>.</summary>
    public static Vector128<T> LoadVector128<T>(ref T start, int site) => LoadVector<Vector128<T>, T>(ref start, 0, site);

    /// <summary><c>Vector128.LoadUnsafe</c> with an offset.</summary>
    public static Vector128<T> LoadVector128At<T>(ref T start, nuint offset, int site) => LoadVector<Vector128<T>, T>(ref start, offset, site);

    /// <summary><c>Vector256.LoadUnsafe</c>.</summary>
    public static Vector256<T> LoadVector256<T>(ref T start, int site) => LoadVector<Vector256<T>, T>(ref start, 0, site);

    /// <summary><c>Vector256.LoadUnsafe</c> with an offset.</summary>
    public static Vector256<T> LoadVector256At<T>(ref T start, nuint offset, int site) => LoadVector<Vector256<T>, T>(ref start, offset, site);

    /// <summary><c>Vector512.LoadUnsafe</c>.</summary>
    public static Vector512<T> LoadVector512<T>(ref T start, int site) => LoadVector<Vector512<T>, T>(ref start, 0, site);

    /// <summary><c>Vector512.LoadUnsafe</c> with an offset.</summary>
    public static Vector512<T> LoadVector512At<T>(ref T start, nuint offset, int site) => LoadVector<Vector512<T>, T>(ref start, offset, site);

    private static TVector LoadVector<TVector, T>(ref T start, nuint offset, int site)
        where TVector : struct
    {
        TVector vector = default;
        ref T first = ref Unsafe.As<TVector, T>(ref vector);
        for (nuint i = 0; i < (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>()); i++)
            Unsafe.Add(ref first, i) = Load(ref Unsafe.Add(ref start, offset + i), site);
        return vector;
    }
}
