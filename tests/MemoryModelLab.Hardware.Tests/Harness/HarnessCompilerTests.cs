using System.Runtime.Loader;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Harness;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.Tests.MachineCode;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests.Harness;

public sealed class HarnessCompilerTests
{
    // A campaign of hours comes back to a test thousands of times.
    [Fact]
    public void What_cannot_be_unloaded_is_loaded_once()
    {
        LitmusProgram one = MachineCodeTests.Program("static void P0(ref int x) { int r0 = x; }", "exists (0:r0=1)");
        LitmusProgram other = MachineCodeTests.Program("static void P0(ref int x) { int r0 = x + 1; }", "exists (0:r0=1)");
        Assert.Same(Context(one, JitMode.Tier0), Context(one, JitMode.Tier0));
        Assert.NotSame(Context(one, JitMode.Tier0), Context(other, JitMode.Tier0));
        Assert.NotSame(Context(one, JitMode.Tier1), Context(one, JitMode.Tier1));
    }

    private static AssemblyLoadContext Context(LitmusProgram program, JitMode mode) => HarnessCompiler.Compile(program, BatchShape.Compiled, mode, CancellationToken.None).Context;
}
