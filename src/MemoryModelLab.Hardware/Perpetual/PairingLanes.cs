using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>
/// The loop of <see cref="PerpetualCounter"/> for the commonest shape, two threads that each load what the other stores, where what is sought is that
/// neither saw the other: store buffering. Rows, or parts of a run, are counted side by side.
/// </summary>
/// <remarks>
/// It counts as <see cref="PairingCode"/> does. Whether an iteration finds a partner is a coin no processor guesses, so nothing branches on a single one.
/// </remarks>
internal static unsafe class PairingLanes
{
    // Two vectors: while the values of one are on their way, the other is worked on.
    private const int Lanes = 16;

    /// <summary>Whether it counts this test, if so many iterations of each row are to be counted.</summary>
    /// <param name="test">The test.</param>
    /// <param name="satisfying">Which outcomes, by number, satisfy the condition.</param>
    /// <param name="shift">The binary logarithm of the number of rows.</param>
    /// <param name="iterations">The iterations of each row.</param>
    public static bool Fits(PerpetualTest test, bool[] satisfying, int shift, int iterations) =>
        iterations % PartsOf(shift) == 0
        && satisfying is [true, false, false, false]
        && test.Step == 1
        && test.Loads is [{ Thread: 0 } first, { Thread: 1 } second]
        && test.StoresSeenBy(first) is [{ Thread: 1 }]
        && test.StoresSeenBy(second) is [{ Thread: 0 }];

    /// <summary>Counts the instances of the first thread's iterations from <paramref name="from"/> up to <paramref name="to"/> on each row.</summary>
    /// <param name="first">What the first thread read.</param>
    /// <param name="second">What the second thread read.</param>
    /// <param name="shift">The binary logarithm of the number of rows.</param>
    /// <param name="from">The first iteration.</param>
    /// <param name="to">The iteration behind the last.</param>
    /// <param name="counts">Where to add: neither saw the other, the first saw the second, the second saw the first, both did.</param>
    public static void Count(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int shift, int from, int to, Span<long> counts)
    {
        int parts = PartsOf(shift), length = (to - from) / parts, iterations = first.Length >> shift;
        Span<int> row = stackalloc int[Lanes], start = stackalloc int[Lanes], next = stackalloc int[Lanes], end = stackalloc int[Lanes];
        fixed (int* a = first, b = second)
        {
            for (int group = 0; group < parts << shift; group += Lanes)
            {
                for (int lane = 0; lane < Lanes; lane++)
                {
                    int part = (group + lane) >> shift;
                    row[lane] = (group + lane) & ((1 << shift) - 1);
                    start[lane] = from + (part * length);
                    next[lane] = Partner(first, shift, row[lane], start[lane]);
                    end[lane] = Partner(first, shift, row[lane], start[lane] + length);
                }

                Count(a, b, shift, iterations - 1, length, row, start, next, end, counts);
            }
        }
    }

    // The iteration of the second thread that this one of the first read from; the bounds of the run at its ends.
    private static int Partner(ReadOnlySpan<int> first, int shift, int row, int iteration)
    {
        int iterations = first.Length >> shift;
        return iteration == 0 || iteration == iterations ? iteration : Math.Min(Math.Max(first[(iteration << shift) + row] - 1, 0), iterations - 1);
    }

    private static void Count(int* a, int* b, int shift, int last, int length, Span<int> row, Span<int> start, Span<int> next, Span<int> end, Span<long> counts)
    {
        Vector256<int> row0 = Vector256.Create<int>(row), row1 = Vector256.Create<int>(row[8..]);
        Vector256<int> at0 = Vector256.Create<int>(start), at1 = Vector256.Create<int>(start[8..]);
        Vector256<int> next0 = Vector256.Create<int>(next), next1 = Vector256.Create<int>(next[8..]);
        Vector256<int> end0 = Vector256.Create<int>(end), end1 = Vector256.Create<int>(end[8..]);
        Vector256<int> final = Vector256.Create(last);
        int neither = 0, onlyFirst = 0, onlySecond = 0, both = 0;
        for (int n = 0; n < length; n++)
        {
            Step(a, b, shift, final, row0, at0, ref next0, end0, ref neither, ref onlyFirst, ref onlySecond, ref both);
            Step(a, b, shift, final, row1, at1, ref next1, end1, ref neither, ref onlyFirst, ref onlySecond, ref both);
            at0 += Vector256<int>.One;
            at1 += Vector256<int>.One;
        }

        counts[0] += neither;
        counts[1] += onlyFirst;
        counts[2] += onlySecond;
        counts[3] += both;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        int* a, int* b, int shift, Vector256<int> last, Vector256<int> row, Vector256<int> at, ref Vector256<int> next, Vector256<int> end,
        ref int neither, ref int onlyFirst, ref int onlySecond, ref int both)
    {
        // The first iteration of the other thread that this one has not seen, if that one has not seen this one either.
        Vector256<int> read = Gather(a, (at << shift) + row);
        Vector256<int> partner = Vector256.Max(read, next);
        Vector256<int> readThere = Gather(b, (Vector256.Min(partner, last) << shift) + row);
        Vector256<int> found = Vector256.AndNot(Vector256.LessThan(partner, end), Vector256.GreaterThan(readThere, at));
        next = Vector256.ConditionalSelect(found, partner + Vector256<int>.One, next);
        uint matched = found.ExtractMostSignificantBits();
        neither += BitOperations.PopCount(matched);
        if (matched == 0xFF) return;

        // The iteration it read from, or the one behind. That neither saw the other is then an instance that has been counted, or that has no partner left.
        partner = Vector256.Min(Vector256.Max(read - Vector256<int>.One, Vector256<int>.Zero) + (at & Vector256<int>.One), last);
        readThere = Gather(b, (partner << shift) + row);
        uint first = Vector256.GreaterThan(read, partner).ExtractMostSignificantBits() & ~matched;
        uint second = Vector256.GreaterThan(readThere, at).ExtractMostSignificantBits() & ~matched;
        onlyFirst += BitOperations.PopCount(first & ~second);
        onlySecond += BitOperations.PopCount(second & ~first);
        both += BitOperations.PopCount(first & second);
    }

    private static Vector256<int> Gather(int* values, Vector256<int> at) => Avx2.IsSupported
        ? Avx2.GatherVector256(values, at, sizeof(int))
        : Vector256.Create(values[at[0]], values[at[1]], values[at[2]], values[at[3]], values[at[4]], values[at[5]], values[at[6]], values[at[7]]);

    private static int PartsOf(int shift) => Math.Max(1, Lanes >> shift);
}
