namespace MemoryModelLab.Machine.Verification;

/// <summary>The permutations of a few things, in lexicographic order: the first is the identity.</summary>
internal static class Permutations
{
    /// <summary>All permutations of 0 … <paramref name="count"/> − 1; each stands for "i becomes p[i]".</summary>
    public static int[][] Of(int count) => [.. Extend([], count)];

    /// <summary>First <paramref name="first"/>, then <paramref name="second"/>.</summary>
    public static int[] Compose(int[] first, int[] second) => [.. first.Select(i => second[i])];

    private static IEnumerable<int[]> Extend(int[] begun, int count) => begun.Length == count
        ? [begun]
        : Enumerable.Range(0, count).Except(begun).SelectMany(next => Extend([.. begun, next], count));
}
