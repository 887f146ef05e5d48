using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

public sealed class MachineCodeCompilerTests
{
    private const string Mp = """
        static void P0(ref int x, ref int y) { x = 1; Volatile.Write(ref y, 1); }
        static void P1(ref int x, ref int y)
        {
            int r0 = Volatile.Read(ref y);
            int r1 = x;
        }
        """;

    private const string Weak = @"exists (1:r0=1 /\ 1:r1=0)";

    [X64Fact]
    public void A_thread_of_x64_is_its_moves_under_its_statements()
    {
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.X64), Mp, Weak);
        Assert.Null(result.Problem);
        MachineInstruction[] writes = [.. result.Threads[0].Where(instruction => instruction.Text.StartsWith("mov", StringComparison.Ordinal))];
        Assert.Equal(["x = 1;", "Volatile.Write(ref y, 1);"], writes.Select(instruction => instruction.Statement?.Text));
        Assert.All(writes, instruction => Assert.Equal(4, instruction.MemoryBytes));
        Assert.Equal(3, writes[0].Statement!.Line);
        Assert.Contains(result.Threads[1], instruction => instruction.Statement is { Line: 7, Text: "int r1 = x;" });
    }

    // Optimised IL keeps b on the evaluation stack while x is written: where its value lies, no offset tells the write's code from the read's.
    [CrossgenFact]
    public void Statements_that_share_the_evaluation_stack_stand_together()
    {
        const string code = """
            static void P0(ref int x, ref int y)
            {
                int a = 5;
                int b = x;
                x = a;
                int c = b + 2;
                y = c;
            }
            static void P1(ref int x, ref int y) { x = 1; y = 2; }
            """;
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64), code, "exists (true)");
        Statement write = result.Threads[0].First(instruction => instruction.Text.StartsWith("str ", StringComparison.Ordinal) && instruction.Text.EndsWith("[x0]", StringComparison.Ordinal)).Statement!;
        Assert.Contains("int b = x; x = a;", write.Text, StringComparison.Ordinal);
        Assert.Equal(6, write.Line);
        Assert.InRange(write.LastLine, 7, 8);
        Assert.Equal(["x = 1;", "y = 2;"], result.Threads[1].Where(instruction => instruction.Text.StartsWith("str ", StringComparison.Ordinal)).Select(instruction => instruction.Statement?.Text));
    }

    [X64Fact]
    public void The_first_tier_keeps_a_frame_that_optimised_code_does_not_have()
    {
        Assert.Contains("rbp", All(JitMode.Tier0), StringComparison.Ordinal);
        Assert.DoesNotContain("rbp", All(JitMode.Tier1), StringComparison.Ordinal);

        static string All(JitMode mode) => string.Join('\n', MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.X64, mode), Mp, Weak).Threads[0].Select(instruction => instruction.Text));
    }

    [X64Fact]
    public void Calls_of_the_runtime_have_names()
    {
        const string code = """
            class Box { public int value; }
            static void P0(ref Box p, ref object gate) { lock (gate) { p = new Box { value = 1 }; } }
            """;
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.X64), code, "exists (true)");
        Assert.DoesNotContain(result.Threads[0], instruction => instruction.Calls == "?");
        Assert.Contains(result.Threads[0], instruction => instruction.Calls == "CORINFO_HELP_CHECKED_ASSIGN_REF");
        Assert.Contains(result.Threads[0], instruction => instruction.LoadsType == "Box");
    }

    [CrossgenFact]
    public void Volatile_is_a_release_and_an_acquire_on_ARM64()
    {
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64), Mp, Weak);
        Assert.Contains(result.Threads[0], instruction => instruction.Text.StartsWith("stlr ", StringComparison.Ordinal));
        Assert.Contains(result.Threads[1], instruction => instruction.Text.StartsWith("ldapr ", StringComparison.Ordinal));
    }

    [CrossgenFact]
    public void Without_atomic_instructions_there_are_exclusive_pairs_and_no_LDAPR()
    {
        const string code = "static void P0(ref int x, ref int y) { Interlocked.Increment(ref x); int r0 = Volatile.Read(ref y); }";
        string with = All(false), without = All(true);
        Assert.Contains("ldadd", with, StringComparison.Ordinal);
        Assert.DoesNotContain("xr ", with, StringComparison.Ordinal);
        Assert.Contains("stlxr", without, StringComparison.Ordinal);
        Assert.DoesNotContain("ldapr", without, StringComparison.Ordinal);

        static string All(bool baseOnly) => string.Join('\n', MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64, BaseInstructionsOnly: baseOnly), code, "exists (0:r0=0)").Threads[0].Select(instruction => instruction.Text));
    }

    [CrossgenTheory]
    [InlineData("1234", "mov x1, #0x4D2")]
    [InlineData("2000", "mov x1, #0x7D0")]
    [InlineData("(1L << 40) + 3", "movz x1, #3|movk x1, #256 LSL #32")]
    [InlineData("-5", "movn x1, #4")]
    [InlineData("long.MinValue", "mov x1, #0x8000000000000000")]
    [InlineData("unchecked((long)0xFFFF0000FFFF0000)", "mov x1, #0xffff0000ffff0000")]
    public void Constants_of_ARM64_are_those_of_the_source(string constant, string expected)
    {
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64), $"static void P0(ref long x) {{ x = {constant}; }}", "exists (true)");
        string[] code = [.. result.Threads[0].Select(instruction => string.Join(' ', instruction.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains(expected, string.Join('|', code).Replace("x2", "x1", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [CrossgenFact]
    public void Cells_of_an_image_are_told_by_what_they_call()
    {
        const string code = """
            class Box { public int value; }
            static void P0(ref Box p) { Box b = new Box(); b.value = 1; p = b; }
            """;
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64), code, "exists (true)");
        Assert.Equal(["new Box", "CORINFO_HELP_CHECKED_ASSIGN_REF"], result.Threads[0].Select(instruction => instruction.Calls).OfType<string>());
    }

    // Both fields are stored at once, from a constant behind the code: one instruction, so what follows is where it is counted to be.
    [CrossgenFact]
    public void What_follows_a_constant_is_told_as_well()
    {
        const string code = """
            class Box { public long low; public long high; }
            static void P0(ref Box place)
            {
                Box box = new Box();
                box.low = 1;
                box.high = 1;
                Interlocked.CompareExchange(ref place, box, null);
            }
            """;
        MachineCodeResult result = MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64), code, "exists (true)");
        Assert.Null(result.Problem);
        Assert.Contains(result.Threads[0], instruction => instruction.Text.Contains("[@RWD", StringComparison.Ordinal));
        MachineInstruction[] calls = [.. result.Threads[0].Where(instruction => instruction.Calls is not null)];
        Assert.DoesNotContain(calls, call => call.Calls == "?");
        Assert.Contains(calls, call => call.Calls!.Contains("CompareExchange", StringComparison.Ordinal) && call.Statement is { Line: 9 });
    }

    [Fact]
    public void The_first_tier_of_ARM64_is_refused_with_a_reason()
    {
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => MachineCodeTests.Compile(new MachineCodeOptions(TargetProcessor.Arm64, JitMode.Tier0), Mp, Weak));
        Assert.Contains("tier1", refused.Message, StringComparison.Ordinal);
    }

    [X64Fact]
    public void A_test_that_cannot_be_observed_does_not_spoil_the_others()
    {
        IReadOnlyList<MachineCodeResult> results = MachineCodeCompiler.Compile(
            [
                MachineCodeTests.Program("static void P0(ref int x) { for (int r0 = 0; r0 < 1; r0++) { x = 1; } }", "exists (0:r0=1)"),
                MachineCodeTests.Program(Mp, Weak),
            ],
            new MachineCodeOptions(TargetProcessor.X64),
            CancellationToken.None);
        Assert.Contains("for statement", results[0].Problem, StringComparison.Ordinal);
        Assert.Equal(2, results[1].Threads.Count);
    }
}
