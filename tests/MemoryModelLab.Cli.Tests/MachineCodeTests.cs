using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Litmus;
using Architecture = System.Runtime.InteropServices.Architecture;

namespace MemoryModelLab.Cli.Tests;

public sealed class MachineCodeTests
{
    [X64Fact]
    public void Plain_message_passing_is_not_weak_as_compiled_for_x64()
    {
        MmlResult result = Mml.Run("check", "MP", "--as-compiled", "x64");
        Assert.Equal(0, result.Code);
        Assert.Contains("Observation MP Sometimes 1 3 dotnet Ok", Lines(result));
        Assert.Contains("Observation MP Never 0 3 x86-tso-as-compiled No", Lines(result));
    }

    [CrossgenTheory]
    [InlineData("MP", "Sometimes 1 3 arm64-as-compiled Ok")]
    [InlineData("MP+volatile", "Never 0 3 arm64-as-compiled No")]
    [InlineData("MP+po+volatile", "Sometimes 1 3 arm64-as-compiled Ok")]
    [InlineData("TAS+interlocked", "Never 0 8 arm64-as-compiled No")]
    public void What_ARM64_does_with_the_compiled_code_is_told_on_any_machine(string test, string expected)
    {
        MmlResult result = Mml.Run("check", test, "--as-compiled", "arm64");
        Assert.Equal(0, result.Code);
        Assert.Contains($"Observation {test} {expected}", result.Output, StringComparison.Ordinal);
    }

    [CrossgenTheory]
    [InlineData("arm64")]
    [InlineData("arm64", "--no-lse")]
    [InlineData("arm64", "--jit", "r2r")]
    [InlineData("x64")]
    public void Every_outcome_of_compiled_code_is_one_of_dotnet(params string[] code)
    {
        MmlResult result = Mml.Run(["check", "litmus", "--as-compiled", .. code]);
        Assert.Equal(0, result.Code);
        Assert.DoesNotContain("VIOLATION", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not modelled", result.Output, StringComparison.Ordinal);
    }

    [X64Fact]
    public void Lifted_code_is_a_test_that_can_be_read_and_lowered()
    {
        foreach (string test in (string[])["MP", "Publish", "SB+lock", "TAS+interlocked", "StopFlag+volatile"])
        {
            MmlResult result = Mml.Run("jit", test, "--lift");
            Assert.Equal(0, result.Code);
            LitmusTest lifted = LitmusParser.Parse(result.Output, $"{test}.x64.litmus");
            Assert.Equal(Litmus.Architecture.X86_64, lifted.Architecture);
            Assert.Equal(result.Output, LitmusPrinter.Print(lifted));
            Assert.NotEmpty(LitmusLowering.Lower(lifted).Threads);
        }
    }

    [X64Fact]
    public void What_the_compiler_did_is_named()
    {
        MmlResult result = Mml.Run("check", "CoRR", "--as-compiled", "x64");
        Assert.Contains("P1: merged accesses: reads x twice in the source, once in the code", result.Output, StringComparison.Ordinal);
    }

    [X64Fact]
    public void A_listing_has_statements_marks_and_a_next_step()
    {
        MmlResult result = Mml.Run("jit", "SB+membar");
        Assert.Equal(0, result.Code);
        Assert.Contains("4: x = 1;", result.Output, StringComparison.Ordinal);
        Assert.Contains("; W x", result.Output, StringComparison.Ordinal);
        Assert.Contains("; full fence", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [X64Theory]
    [InlineData("tier1")]
    [InlineData("tier0")]
    public void A_thread_that_does_nothing_has_code_too(string mode)
    {
        using var folder = new TemporaryFolder();
        MmlResult result = Mml.Run("jit", folder.Write("A.litmus", "CSharp A\n{ x = 0; }\nstatic void P0(ref int x) { }\nexists (x=1)\n"), "--jit", mode);
        Assert.Equal(0, result.Code);
        Assert.Contains("ret", result.Output, StringComparison.Ordinal);
    }

    [CrossgenTheory]
    [InlineData("stlr    w2, [x1]               ; W flag, release", "--arch", "arm64")]
    [InlineData("mov     dword ptr [rsi], 1  ; W flag", "--jit", "r2r")]
    public void A_listing_of_crossgen2_has_statements_too(string write, params string[] options)
    {
        MmlResult result = Mml.Run(["jit", "litmus/classic/csharp/MP+volatile.litmus", .. options]);
        Assert.Equal(0, result.Code);
        Assert.Contains($"  4: Volatile.Write(ref flag, 1);\n         {write}\n", result.Output, StringComparison.Ordinal);
    }

    // Optimised code reads x once, before the loop: it ends only when P0 came first.
    [X64Fact]
    public void The_first_tier_keeps_a_plain_read_in_its_loop_and_stays()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("Spin.litmus", """
            CSharp Spin
            { x = 0; }
            static void P0(ref int x) { x = 1; }
            static void P1(ref int x) { while (x == 0) { } int r0 = x; }
            exists (1:r0=1)
            """);
        MmlResult run = Mml.Run("run", file, "--jit", "tier0", "--time-limit", "2");
        Assert.Equal(0, run.Code);
        Assert.Contains("Observation Spin Always", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("did not end", run.Output, StringComparison.Ordinal);
        MmlResult compiled = Mml.Run("check", file, "--as-compiled", "x64");
        Assert.Contains("P1: hoisted access: reads x in a loop", compiled.Output, StringComparison.Ordinal);
    }

    [CrossgenTheory]
    [InlineData("r2r")]
    public void Code_that_was_compiled_ahead_of_time_runs(string mode)
    {
        MmlResult run = Mml.Run("run", "litmus/classic/csharp/SB.litmus", "--jit", mode, "--time-limit", "1");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"Observation SB \w+ \d+ \d+\n", run.Output);
    }

    [Theory]
    [InlineData(64, "expected x64 or arm64", "jit", "MP", "--arch", "mips")]
    [InlineData(64, "did you mean 'tier0'", "jit", "MP", "--jit", "tier3")]
    [InlineData(64, "no C# test", "jit", "litmus/classic/x64")]
    [InlineData(64, "go with --as-compiled", "check", "MP", "--no-lse")]
    [InlineData(64, "it goes with --arch arm64, not with x64", "jit", "MP", "--no-lse")]
    [InlineData(64, "it goes with --as-compiled arm64, not with x64", "check", "MP", "--as-compiled", "x64", "--no-lse")]
    [InlineData(64, "--as-compiled is for C#", "check", "litmus/classic/x64/SB.litmus", "--as-compiled", "x64")]
    [InlineData(3, "ARM64 machines only", "jit", "MP", "--arch", "arm64", "--jit", "tier0")]
    public void Wrong_input_is_refused_with_what_would_be_right(int code, string message, params string[] arguments)
    {
        MmlResult result = Mml.Run(arguments);
        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void A_test_that_does_not_compile_as_CSharp_is_told_where_and_nothing_else_is_tried(string processor)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("A.litmus", "CSharp A\n{ x = 0; }\nP0(ref int x) { x = 1; }\nexists (x=1)\n");
        MmlResult result = Mml.Run("jit", file, "--arch", processor);
        Assert.Equal(64, result.Code);
        string[] told = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, told.Length);
        Assert.Contains("A.litmus:3:1: ", told[0], StringComparison.Ordinal);
        Assert.Equal("Next: correct what is said above, or see a test that compiles: mml jit MP", told[1]);
        Assert.Empty(result.Output);
    }

    private static string[] Lines(MmlResult result) => result.Lines;

    private sealed class X64FactAttribute : FactAttribute
    {
        public X64FactAttribute()
        {
            if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Skip = "this process is not x64";
        }
    }

    private sealed class X64TheoryAttribute : TheoryAttribute
    {
        public X64TheoryAttribute()
        {
            if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Skip = "this process is not x64";
        }
    }

    private sealed class CrossgenTheoryAttribute : TheoryAttribute
    {
        public CrossgenTheoryAttribute()
        {
            if (MachineCodeCompiler.WhyNot(TargetProcessor.Arm64) is { } reason) Skip = reason;
        }
    }
}
