using System.Numerics;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Models.Relations;

/// <summary>
/// The operations on bit rows. A relation over n events is n rows of <c>stride</c> words; up to 64 events a row is one word, and that
/// case has its own loops.
/// </summary>
internal static class Kernel
{
    /// <summary>Applies an operation that is not a leaf and not a fixpoint.</summary>
    /// <param name="kind">The operation.</param>
    /// <param name="a">Its first operand.</param>
    /// <param name="b">Its second operand; anything when it has one.</param>
    /// <param name="n">The number of events.</param>
    /// <param name="stride">The words of a row.</param>
    /// <param name="to">Receives the result; not an operand.</param>
    public static void Apply(NodeKind kind, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int n, int stride, Span<ulong> to)
    {
        switch (kind)
        {
            case NodeKind.Empty:
                to.Clear();
                break;
            case NodeKind.Union:
                Or(a, b, to);
                break;
            case NodeKind.Intersect:
                And(a, b, to);
                break;
            case NodeKind.Difference:
                AndNot(a, b, to);
                break;
            case NodeKind.Complement:
                Not(a, n, stride, to);
                break;
            case NodeKind.Sequence:
                Sequence(a, b, n, stride, to);
                break;
            case NodeKind.Inverse:
                Inverse(a, n, stride, to);
                break;
            case NodeKind.Plus:
                Plus(a, n, stride, to);
                break;
            case NodeKind.Optional:
                Optional(a, n, stride, to);
                break;
            case NodeKind.Product:
                Product(a, b, n, stride, to);
                break;
            case NodeKind.Identity:
                Identity(a, n, stride, to);
                break;
            case NodeKind.RestrictDomain:
                RestrictDomain(a, b, n, stride, to);
                break;
            case NodeKind.RestrictRange:
                RestrictRange(a, b, n, stride, to);
                break;
            case NodeKind.Domain:
                Domain(a, n, stride, to);
                break;
            case NodeKind.Range:
                Range(a, n, stride, to);
                break;
            default:
                throw new InvalidOperationException($"{kind} is not an operation on operands");
        }
    }

    public static void Or(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> to)
    {
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; i <= to.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                (new Vector<ulong>(a[i..]) | new Vector<ulong>(b[i..])).CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++) to[i] = a[i] | b[i];
    }

    public static void And(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> to)
    {
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; i <= to.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                (new Vector<ulong>(a[i..]) & new Vector<ulong>(b[i..])).CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++) to[i] = a[i] & b[i];
    }

    public static void AndNot(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> to)
    {
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; i <= to.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                Vector.AndNot(new Vector<ulong>(a[i..]), new Vector<ulong>(b[i..])).CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++) to[i] = a[i] & ~b[i];
    }

    /// <summary>Everything that is not in a; the bits behind event n - 1 stay clear.</summary>
    public static void Not(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        ulong last = (n & 63) == 0 ? ulong.MaxValue : (1UL << n) - 1;
        for (int i = 0; i < to.Length; i++) to[i] = ~a[i] & (i % stride == stride - 1 ? last : ulong.MaxValue);
    }

    /// <summary>a ; b.</summary>
    public static void Sequence(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int n, int stride, Span<ulong> to)
    {
        if (stride == 1)
        {
            for (int i = 0; i < n; i++)
            {
                ulong row = 0;
                for (ulong rest = a[i]; rest != 0; rest &= rest - 1) row |= b[BitOperations.TrailingZeroCount(rest)];
                to[i] = row;
            }

            return;
        }

        to.Clear();
        for (int i = 0; i < n; i++)
        {
            Span<ulong> row = to.Slice(i * stride, stride);
            for (int w = 0; w < stride; w++)
            {
                for (ulong rest = a[(i * stride) + w]; rest != 0; rest &= rest - 1)
                {
                    int j = (w << 6) + BitOperations.TrailingZeroCount(rest);
                    Or(row, b.Slice(j * stride, stride), row);
                }
            }
        }
    }

    /// <summary>a⁻¹.</summary>
    public static void Inverse(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        to.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int w = 0; w < stride; w++)
            {
                for (ulong rest = a[(i * stride) + w]; rest != 0; rest &= rest - 1)
                {
                    int j = (w << 6) + BitOperations.TrailingZeroCount(rest);
                    to[(j * stride) + (i >> 6)] |= 1UL << i;
                }
            }
        }
    }

    /// <summary>a⁺, by Warshall's algorithm on rows.</summary>
    public static void Plus(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        a.CopyTo(to);
        if (stride == 1)
        {
            for (int k = 0; k < n; k++)
            {
                ulong row = to[k];
                if (row == 0) continue;
                for (int i = 0; i < n; i++)
                {
                    if ((to[i] >> k & 1) != 0) to[i] |= row;
                }
            }

            return;
        }

        for (int k = 0; k < n; k++)
        {
            Span<ulong> row = to.Slice(k * stride, stride);
            for (int i = 0; i < n; i++)
            {
                if ((to[(i * stride) + (k >> 6)] >> k & 1) == 0) continue;
                Span<ulong> target = to.Slice(i * stride, stride);
                Or(target, row, target);
            }
        }
    }

    /// <summary>a ∪ id.</summary>
    public static void Optional(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        a.CopyTo(to);
        for (int i = 0; i < n; i++) to[(i * stride) + (i >> 6)] |= 1UL << i;
    }

    /// <summary>All pairs from set a to set b.</summary>
    public static void Product(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int n, int stride, Span<ulong> to)
    {
        for (int i = 0; i < n; i++)
        {
            Span<ulong> row = to.Slice(i * stride, stride);
            if ((a[i >> 6] >> i & 1) != 0) b.CopyTo(row);
            else row.Clear();
        }
    }

    /// <summary>The identity on set a.</summary>
    public static void Identity(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        to.Clear();
        for (int i = 0; i < n; i++) to[(i * stride) + (i >> 6)] = a[i >> 6] & (1UL << i);
    }

    /// <summary>The pairs of <paramref name="relation"/> that start in <paramref name="set"/>.</summary>
    public static void RestrictDomain(ReadOnlySpan<ulong> set, ReadOnlySpan<ulong> relation, int n, int stride, Span<ulong> to)
    {
        if (stride == 1)
        {
            ulong from = set[0];
            for (int i = 0; i < n; i++) to[i] = relation[i] & (0 - (from >> i & 1));
            return;
        }

        for (int i = 0; i < n; i++)
        {
            Span<ulong> row = to.Slice(i * stride, stride);
            if ((set[i >> 6] >> i & 1) != 0) relation.Slice(i * stride, stride).CopyTo(row);
            else row.Clear();
        }
    }

    /// <summary>The pairs of <paramref name="relation"/> that end in <paramref name="set"/>.</summary>
    public static void RestrictRange(ReadOnlySpan<ulong> relation, ReadOnlySpan<ulong> set, int n, int stride, Span<ulong> to)
    {
        if (stride == 1)
        {
            ulong into = set[0];
            for (int i = 0; i < n; i++) to[i] = relation[i] & into;
            return;
        }

        for (int i = 0; i < n; i++) And(relation.Slice(i * stride, stride), set, to.Slice(i * stride, stride));
    }

    /// <summary>The events a relation starts from.</summary>
    public static void Domain(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        to.Clear();
        for (int i = 0; i < n; i++)
        {
            if (a.Slice(i * stride, stride).ContainsAnyExcept(0UL)) to[i >> 6] |= 1UL << i;
        }
    }

    /// <summary>The events a relation ends in.</summary>
    public static void Range(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> to)
    {
        to.Clear();
        for (int i = 0; i < n * stride; i++) to[i % stride] |= a[i];
    }

    public static bool IsEmpty(ReadOnlySpan<ulong> a) => !a.ContainsAnyExcept(0UL);

    public static bool IsIrreflexive(ReadOnlySpan<ulong> a, int n, int stride)
    {
        for (int i = 0; i < n; i++)
        {
            if ((a[(i * stride) + (i >> 6)] >> i & 1) != 0) return false;
        }

        return true;
    }

    /// <summary>Whether a relation has no cycle: events without successors are taken away until none is left, or none can be taken.</summary>
    /// <param name="a">The relation.</param>
    /// <param name="n">The number of events.</param>
    /// <param name="stride">The words of a row.</param>
    /// <param name="scratch">One row to work in.</param>
    public static bool IsAcyclic(ReadOnlySpan<ulong> a, int n, int stride, Span<ulong> scratch)
    {
        if (stride == 1) return IsAcyclic(a, n);
        Span<ulong> alive = scratch[..stride];
        alive.Clear();
        for (int i = 0; i < n; i++) alive[i >> 6] |= 1UL << i;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = n - 1; i >= 0; i--)
            {
                if ((alive[i >> 6] >> i & 1) == 0) continue;
                ulong successors = 0;
                for (int w = 0; w < stride; w++) successors |= a[(i * stride) + w] & alive[w];
                if (successors != 0) continue;
                alive[i >> 6] &= ~(1UL << i);
                changed = true;
            }
        }

        return IsEmpty(alive);
    }

    private static bool IsAcyclic(ReadOnlySpan<ulong> a, int n)
    {
        ref ulong rows = ref MemoryMarshal.GetReference(a);
        ulong alive = n == 64 ? ulong.MaxValue : (1UL << n) - 1;
        while (alive != 0)
        {
            ulong before = alive;
            for (ulong rest = alive; rest != 0;)
            {
                int i = 63 - BitOperations.LeadingZeroCount(rest);
                rest &= ~(1UL << i);
                if ((System.Runtime.CompilerServices.Unsafe.Add(ref rows, i) & alive) == 0) alive &= ~(1UL << i);
            }

            if (alive == before) return false;
        }

        return true;
    }
}
