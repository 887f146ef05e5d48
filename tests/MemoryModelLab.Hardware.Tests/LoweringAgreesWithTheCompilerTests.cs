using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests;

/// <summary>
/// The lowering of C# against the C# compiler and the JIT: what a random body computes when it is compiled is what its lowered ops
/// compute. One thread, so that there is one answer.
/// </summary>
public class LoweringAgreesWithTheCompilerTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void On_random_bodies(int seed)
    {
        var programs = new RandomPrograms(seed);
        for (int repetition = 0; repetition < 10; repetition++)
        {
            string body = programs.Body(12);
            LitmusTest test = LitmusParser.Parse(
                $"CSharp T\n{{ }}\nstatic void P0({RandomPrograms.Parameters})\n{{\n{body}}}\nlocations [{RandomPrograms.Observed}]\nexists (true)\n", "t.litmus");
            LitmusProgram program = LitmusLowering.Lower(test);
            HardwareResult compiled = HardwareRunner.Run(test, program, new HardwareOptions { BatchSize = 1, Iterations = 1, TimeBudget = TimeSpan.FromSeconds(60) }, default);
            long[] computed = SequentialInterpreter.Run(program);
            Assert.True(computed.SequenceEqual(Assert.Single(compiled.Outcomes).Values), body);
        }
    }
}
