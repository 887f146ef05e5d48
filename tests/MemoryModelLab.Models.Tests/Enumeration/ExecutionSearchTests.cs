using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Enumeration;

/// <summary>The search against counts that are known in closed form.</summary>
public class ExecutionSearchTests
{
    private static long Address(int location) => AddressSpace.AddressOf(location);

    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(4, 15, 16)]
    [InlineData(8, 255, 256)]
    public void StoreBufferingRing(int threads, long sc, long tso)
    {
        // Each thread writes its own location and reads the next: 2^n outcomes, all but "everyone reads 0" sequentially consistent.
        LitmusProgram program = Program(threads, [.. Enumerable.Range(0, threads).Select(t => new Op[]
        {
            new Op.Store(1, Operand.Const(Address(t)), Operand.Const(1), EventTags.None),
            new Op.Load(2, 0, Operand.Const(Address((t + 1) % threads)), EventTags.None),
        })]);
        Assert.Equal(sc, ModelChecker.Check(program, new ModelInstance(SmallModels.Sc())).Executions);
        Assert.Equal(tso, ModelChecker.Check(program, new ModelInstance(SmallModels.Tso())).Executions);
    }

    [Theory]
    [InlineData(3, 20)]
    [InlineData(6, 924)]
    public void TwoThreadsWriteOneLocation(int writes, long merges)
    {
        // Coherence orders are the merges of two sequences: binomial(2n, n).
        LitmusProgram program = Program(1, [.. Enumerable.Range(0, 2).Select(t => Enumerable.Range(0, writes)
            .Select(i => (Op)new Op.Store(i, Operand.Const(Address(0)), Operand.Const((t * writes) + i + 1), EventTags.None)).ToArray())]);
        CheckResult result = ModelChecker.Check(program, new ModelInstance(SmallModels.Sc()));
        Assert.Equal(merges, result.Executions);
        Assert.Equal(2, result.States.Count);
    }

    private static LitmusProgram Program(int locations, Op[][] threads) => new()
    {
        Test = new LitmusTest { Architecture = Architecture.X86_64, Name = "t", Threads = [] },
        Locations = [.. Enumerable.Range(0, locations).Select(i => new Location($"x{i}", i, 0, 0))],
        Threads = [.. threads.Select(code => new ThreadProgram { Registers = ["r0"], InitialValues = [0], Code = code })],
        Observed =
        [
            .. Enumerable.Range(0, threads.Length).Select(t => new Observed($"{t}:r0", t, 0)),
            .. Enumerable.Range(0, locations).Select(i => new Observed($"[x{i}]", -1, i)),
        ],
        Condition = null,
    };
}
