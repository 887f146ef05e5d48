namespace MemoryModelLab.Cli.Tests;

/// <summary>A test with so many allowed executions that no machine counts them.</summary>
internal static class BigTest
{
    private const int Threads = 4, Loads = 12;

    /// <summary>In C, named <c>big</c>: each thread loads <c>x</c> many times and stores to it once.</summary>
    public static string Text { get; } =
        "C big\n{ }\n" + string.Concat(Enumerable.Range(0, Threads).Select(Thread)) + "exists (x=9)\n";

    private static string Thread(int id) =>
        $"P{id} (atomic_int* x) {{\n{string.Concat(Enumerable.Range(0, Loads).Select(i => $"  int r{i} = atomic_load(x);\n"))}  atomic_store(x, {id});\n}}\n";
}
