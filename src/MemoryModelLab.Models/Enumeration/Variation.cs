using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// Whether the value of an expression varies with what a read returns. It is tried out: on small numbers, the expression's own constants and
/// their neighbours, and random numbers, always the same. A value that was never seen to vary is taken not to, which makes a model weaker,
/// never stronger.
/// </summary>
internal static class Variation
{
    private const int Trials = 24;

    /// <summary>Those of <paramref name="reads"/> that <paramref name="value"/> varies with, or that it was computed from before it was pinned.</summary>
    public static EventMask Of(Expression value, EventMask reads)
    {
        if (value is Expression.Constant or Expression.ReadValue) return reads;
        var inside = new SortedSet<int>();
        var pool = new List<long> { 0, 1, -1, 2, 3, 4, 7, 8, 255, 256 };
        Collect(value, inside, pool);
        EventMask result = reads;
        foreach (int read in inside)
        {
            if (!Varies(value, read, [.. inside], [.. pool])) result = result.Without(read);
        }

        return result;
    }

    /// <summary>
    /// The value of an expression that is the same whatever its reads return, as <c>r + 1 - r</c>; null when it varies, or when its
    /// operators are others than those of words and bits, for which trying out could miss a single number that matters.
    /// </summary>
    public static long? ConstantOf(Expression value)
    {
        if (value is not Expression.Binary) return null;
        var inside = new SortedSet<int>();
        var pool = new List<long> { 0, -1 };
        int leaves = Collect(value, inside, pool);
        bool mayCancel = (leaves > inside.Count || Operators(value).Any(op => op == BinaryOperator.And)) && Operators(value).All(IsOfWords);
        if (!mayCancel) return null;
        for (int bit = 0; bit < 64; bit++) pool.AddRange([1L << bit, ~(1L << bit)]);
        if (inside.Any(read => Varies(value, read, [.. inside], [.. pool]))) return null;
        long[] values = new long[inside.Max + 1];
        bool[] known = [.. Enumerable.Repeat(true, values.Length)];
        return value.TryEvaluate(values, known, 0, out long constant) ? constant : null;
    }

    private static bool IsOfWords(BinaryOperator op) => op is BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.And or BinaryOperator.Or
        or BinaryOperator.Xor or BinaryOperator.ZeroExtend or BinaryOperator.SignExtend;

    private static IEnumerable<BinaryOperator> Operators(Expression value) =>
        value is Expression.Binary binary ? Operators(binary.Left).Concat(Operators(binary.Right)).Append(binary.Operator) : [];

    private static bool Varies(Expression value, int read, int[] reads, long[] pool)
    {
        var random = new Random(read);
        var values = new long[reads[^1] + 1];
        bool[] known = [.. Enumerable.Repeat(true, values.Length)];
        for (int trial = 0; trial < Trials; trial++)
        {
            foreach (int other in reads) values[other] = Pick(random, pool);
            long? first = null;
            for (int i = 0; i < pool.Length + Trials; i++)
            {
                values[read] = i < pool.Length ? pool[i] : random.Next();
                value.TryEvaluate(values, known, 0, out long now);
                if (first is not null && first != now) return true;
                first = now;
            }
        }

        return false;
    }

    private static long Pick(Random random, long[] pool) => random.Next(2) == 0 ? pool[random.Next(pool.Length)] : random.Next();

    /// <summary>Collects the reads of an expression, and its constants with their neighbours; returns how often it mentions a read.</summary>
    private static int Collect(Expression value, SortedSet<int> reads, List<long> pool)
    {
        switch (value)
        {
            case Expression.ReadValue read:
                reads.Add(read.Event);
                return 1;
            case Expression.Constant { Value: var number }:
                pool.AddRange([number, number - 1, number + 1]);
                return 0;
            case Expression.Binary binary:
                return Collect(binary.Left, reads, pool) + Collect(binary.Right, reads, pool);
            default:
                throw new InvalidOperationException($"unknown expression {value}");
        }
    }
}
