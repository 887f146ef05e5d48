namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>The threads of a test as machine code, or why there are none.</summary>
/// <param name="Bodies">The threads; empty when there are none.</param>
/// <param name="Problem">Why there are none, as a sentence.</param>
internal sealed record MachineTest(IReadOnlyList<MachineBody> Bodies, string? Problem)
{
    /// <summary>Test number <paramref name="index"/> of <paramref name="assembly"/>, whose threads <paramref name="read"/> reads.</summary>
    public static MachineTest Of(PlainAssembly assembly, int index, Func<int, MachineBody> read)
    {
        if (assembly.Tests[index] is not { } test) return new MachineTest([], assembly.Problems[index]);
        try
        {
            return new MachineTest([.. Enumerable.Range(0, test.Threads.Count).Select(read)], null);
        }
        catch (NotSupportedException e)
        {
            return new MachineTest([], e.Message);
        }
    }
}
