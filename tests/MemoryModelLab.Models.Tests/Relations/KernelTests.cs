using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Relations;

/// <summary>The bit-row operations against the textbook definitions, on one-word and on wide relations.</summary>
public class KernelTests
{
    private static readonly int[] Sizes = [1, 5, 63, 64, 65, 130];

    public static TheoryData<int> AllSizes => [.. Sizes];

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void BinaryOperationsFollowTheirDefinitions(int n)
    {
        HashSet<(int, int)> a = RandomPairs(n, 1), b = RandomPairs(n, 2);
        Assert.Equal(a.Union(b).ToHashSet(), Apply(NodeKind.Union, n, a, b));
        Assert.Equal(a.Intersect(b).ToHashSet(), Apply(NodeKind.Intersect, n, a, b));
        Assert.Equal(a.Except(b).ToHashSet(), Apply(NodeKind.Difference, n, a, b));
        ILookup<int, int> next = b.ToLookup(p => p.Item1, p => p.Item2);
        Assert.Equal(a.SelectMany(p => next[p.Item2].Select(z => (p.Item1, z))).ToHashSet(), Apply(NodeKind.Sequence, n, a, b));
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void UnaryOperationsFollowTheirDefinitions(int n)
    {
        HashSet<(int, int)> a = RandomPairs(n, 3);
        Assert.Equal(a.Select(p => (p.Item2, p.Item1)).ToHashSet(), Apply(NodeKind.Inverse, n, a, []));
        Assert.Equal(Everything(n).Except(a).ToHashSet(), Apply(NodeKind.Complement, n, a, []));
        Assert.Equal(a.Union(Enumerable.Range(0, n).Select(i => (i, i))).ToHashSet(), Apply(NodeKind.Optional, n, a, []));
        Assert.Equal(Closure(n, a), Apply(NodeKind.Plus, n, a, []));
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void AcyclicMeansTheClosureIsIrreflexive(int n)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            HashSet<(int, int)> a = RandomPairs(n, seed, n / 2);
            bool acyclic = !Closure(n, a).Any(p => p.Item1 == p.Item2);
            BitMatrix matrix = Matrix(n, a);
            Assert.Equal(acyclic, Kernel.IsAcyclic(matrix.Words, n, matrix.Stride, new ulong[matrix.Stride]));
        }
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void RestrictionsKeepThePairsThatStartOrEndInTheSet(int n)
    {
        HashSet<(int, int)> a = RandomPairs(n, 4);
        var set = new EventSet(n);
        for (int i = 0; i < n; i += 3) set[i] = true;
        BitMatrix matrix = Matrix(n, a), result = new(n);
        Kernel.RestrictDomain(set.Words, matrix.Words, n, matrix.Stride, result.Words);
        Assert.Equal(a.Where(p => p.Item1 % 3 == 0).ToHashSet(), result.Pairs().ToHashSet());
        Kernel.RestrictRange(matrix.Words, set.Words, n, matrix.Stride, result.Words);
        Assert.Equal(a.Where(p => p.Item2 % 3 == 0).ToHashSet(), result.Pairs().ToHashSet());
    }

    private static HashSet<(int, int)> Apply(NodeKind kind, int n, HashSet<(int, int)> a, HashSet<(int, int)> b)
    {
        BitMatrix x = Matrix(n, a), y = Matrix(n, b), result = new(n);
        Kernel.Apply(kind, x.Words, y.Words, n, x.Stride, result.Words);
        return [.. result.Pairs()];
    }

    private static HashSet<(int, int)> RandomPairs(int n, int seed, int? count = null)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count ?? 2 * n).Select(_ => (random.Next(n), random.Next(n)))];
    }

    private static BitMatrix Matrix(int n, HashSet<(int, int)> pairs)
    {
        var matrix = new BitMatrix(n);
        foreach ((int from, int to) in pairs) matrix[from, to] = true;
        return matrix;
    }

    private static IEnumerable<(int, int)> Everything(int n) => Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, n).Select(j => (i, j)));

    private static HashSet<(int, int)> Closure(int n, HashSet<(int, int)> a)
    {
        ILookup<int, int> next = a.ToLookup(p => p.Item1, p => p.Item2);
        var closure = new HashSet<(int, int)>();
        for (int start = 0; start < n; start++)
        {
            var open = new Queue<int>(next[start]);
            while (open.TryDequeue(out int at))
            {
                if (closure.Add((start, at))) foreach (int to in next[at]) open.Enqueue(to);
            }
        }

        return closure;
    }
}
