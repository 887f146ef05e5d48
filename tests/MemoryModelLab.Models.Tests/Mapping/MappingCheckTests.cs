using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Mapping;

namespace MemoryModelLab.Models.Tests.Mapping;

public sealed class MappingCheckTests
{
    private const string MessagePassing = """
        static void P0(ref int x, ref int y) { x = 1; Volatile.Write(ref y, 1); }
        static void P1(ref int x, ref int y) { int r0 = Volatile.Read(ref y); int r1 = x; }
        """;

    private const string StoreBuffering = """
        static void P0(ref int x, ref int y) { x = 1; Interlocked.MemoryBarrier(); int r0 = y; }
        static void P1(ref int x, ref int y) { y = 1; Interlocked.MemoryBarrier(); int r0 = x; }
        """;

    private const string Publishing = """
        class Box { public int Value; }
        static void P0(ref Box o) { Box b = new Box(); b.Value = 1; o = b; }
        static void P1(ref Box o) { Box b = o; int r0 = -1; if (b != null) r0 = b.Value; }
        """;

    private static readonly MappingCheck DotNet = new();

    [Theory]
    [InlineData(MessagePassing, "exists (1:r0=1 /\\ 1:r1=0)")]
    [InlineData(StoreBuffering, "exists (0:r0=0 /\\ 1:r0=0)")]
    [InlineData(Publishing, "exists (1:r0=0)")]
    public void WhatIsEmittedKeepsThePromise(string threads, string condition)
    {
        MappingResult result = DotNet.Check(Test(threads, condition));
        Assert.Equal(0, result.Exceptions);
        Assert.True(result.IsComplete);
        Assert.All(result.Targets, target => Assert.False(target.Hardware.ConditionHolds));
    }

    /// <summary>Each target with one instruction too weak, and the test that must find it.</summary>
    [Theory]
    [InlineData("ReleaseWrite", MessagePassing, "exists (1:r0=1 /\\ 1:r1=0)")]
    [InlineData("ReleaseWrite", Publishing, "exists (1:r0=0)")]
    [InlineData("VolatileRead", MessagePassing, "exists (1:r0=1 /\\ 1:r1=0)")]
    [InlineData("MemoryBarrier", StoreBuffering, "exists (0:r0=0 /\\ 1:r0=0)")]
    public void AWrongMappingIsAnException(string form, string threads, string condition)
    {
        CompilationTarget wrong = form switch
        {
            "ReleaseWrite" => CompilationTarget.Arm64Lse with { ReleaseWrite = EventTags.None },
            "VolatileRead" => CompilationTarget.Arm64Lse with { VolatileRead = EventTags.None },
            _ => CompilationTarget.Arm64Lse with { MemoryBarrier = EventTags.DmbSt },
        };
        MappingResult result = new MappingCheck(MemoryModel.BuiltIn("dotnet"), [wrong]).Check(Test(threads, condition));
        FinalState state = Assert.Single(Assert.Single(result.Targets).Exceptions);
        Assert.True(state.Satisfies);
    }

    /// <summary>Armv8.0's exclusives need their DMB: a store-release may pass a later load.</summary>
    [Fact]
    public void ExclusivesWithoutTheBarrierBehindThemAreAnException()
    {
        LitmusProgram test = Test(
            """
            static void P0(ref int x, ref int y) { Interlocked.Exchange(ref x, 1); int r0 = y; }
            static void P1(ref int x, ref int y) { Interlocked.Exchange(ref y, 1); int r0 = x; }
            """,
            "exists (0:r0=0 /\\ 1:r0=0)");
        Assert.Equal(0, DotNet.Check(test).Exceptions);
        CompilationTarget wrong = CompilationTarget.Arm64V80 with { AfterUpdate = EventTags.None };
        Assert.Equal(1, new MappingCheck(MemoryModel.BuiltIn("dotnet"), [wrong]).Check(test).Exceptions);
    }

    /// <summary>
    /// Interrupts at every point of every other thread agree with the rule of the model, whichever number of barriers a cycle needs: as
    /// many as there are threads that it leaves by a store and a later load.
    /// </summary>
    [Theory]
    [InlineData("x = 1; Barrier(); int r0 = y;", "y = 1; int r0 = z;", "z = 1; int r0 = x;", true)]
    [InlineData("x = 1; Barrier(); int r0 = y;", "y = 1; Barrier(); int r0 = z;", "z = 1; int r0 = x;", false)]
    [InlineData("x = 1; int r0 = y;", "y = 1; int r0 = z; Barrier();", "z = 1; int r0 = x;", true)]
    public void ProcessWideBarriersInterruptEveryThread(string first, string second, string third, bool allowed)
    {
        const string Locations = "(ref int x, ref int y, ref int z)";
        string threads = $"static void P0{Locations} {{ {first} }}\nstatic void P1{Locations} {{ {second} }}\nstatic void P2{Locations} {{ {third} }}"
            .Replace("Barrier()", "Interlocked.MemoryBarrierProcessWide()", StringComparison.Ordinal);
        MappingResult result = DotNet.Check(Test(threads, "exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0)"));
        Assert.Equal(0, result.Exceptions);
        Assert.Empty(result.Freedom);
        Assert.All(result.Targets, target => Assert.Equal(allowed, target.Hardware.ConditionHolds));
    }

    [Fact]
    public void WhatNoTargetShowsIsFreedomOfTheCompiler()
    {
        // Two plain reads of one field through references read separately may be merged by the compiler, which no processor does.
        LitmusProgram test = Load("dotnet/CoRR+alias");
        MappingResult result = DotNet.Check(test);
        Assert.Equal(0, result.Exceptions);
        Assert.Contains(result.Freedom, state => state.Satisfies);
    }

    [Fact]
    public void TargetsWithTheSameCodeAreCheckedOnce()
    {
        MappingResult result = DotNet.Check(Test("static void P0(ref int x) { x = 1; }\nstatic void P1(ref int x) { int r0 = x; }", "exists (1:r0=1)"));
        Assert.Same(result.Targets[1].Hardware, result.Targets[3].Hardware);
        Assert.NotSame(result.Targets[0].Hardware, result.Targets[1].Hardware);
    }

    /// <summary>The same question asked by hand in assembly has the same answer.</summary>
    [Theory]
    [InlineData("SB", "x64/SB", "x64")]
    [InlineData("SB+membar", "x64/SB+mfences", "x64")]
    [InlineData("SB+interlocked", "x64/SB+xchgs", "x64")]
    [InlineData("MP", "x64/MP", "x64")]
    [InlineData("R+po+membar", "x64/R+po+mfence", "x64")]
    [InlineData("INC+interlocked", "x64/INC+locks", "x64")]
    [InlineData("SB", "aarch64/SB", "arm64-lse-rcpc")]
    [InlineData("MP", "aarch64/MP", "arm64-lse-rcpc")]
    [InlineData("LB", "aarch64/LB", "arm64-lse-rcpc")]
    [InlineData("S", "aarch64/S", "arm64-lse-rcpc")]
    [InlineData("R", "aarch64/R", "arm64-lse-rcpc")]
    [InlineData("2+2W", "aarch64/2+2W", "arm64-lse-rcpc")]
    [InlineData("IRIW", "aarch64/IRIW", "arm64-lse-rcpc")]
    [InlineData("WRC", "aarch64/WRC", "arm64-lse-rcpc")]
    [InlineData("RWC", "aarch64/RWC", "arm64-lse-rcpc")]
    [InlineData("ISA2", "aarch64/ISA2", "arm64-lse-rcpc")]
    [InlineData("CoRR", "aarch64/CoRR", "arm64-lse-rcpc")]
    [InlineData("CoWR", "aarch64/CoWR", "arm64-lse-rcpc")]
    [InlineData("INC", "aarch64/INC", "arm64-lse-rcpc")]
    [InlineData("LB+datas", "aarch64/LB+datas", "arm64-lse-rcpc")]
    [InlineData("LB+ctrls", "aarch64/LB+ctrls", "arm64-lse-rcpc")]
    [InlineData("LB+data+po", "aarch64/LB+data+po", "arm64-lse-rcpc")]
    [InlineData("MP+volatile", "aarch64/MP+rel+acqpc", "arm64-lse-rcpc")]
    [InlineData("MP+volatile", "aarch64/MP+rel+acq", "arm64-lse")]
    [InlineData("SB+volatile", "aarch64/SB+rel-acqpcs", "arm64-lse-rcpc")]
    [InlineData("SB+volatile", "aarch64/SB+rel-acqs", "arm64-lse")]
    [InlineData("SB+membar", "aarch64/SB+dmb.sys", "arm64-lse-rcpc")]
    [InlineData("LB+membar", "aarch64/LB+dmb.sys", "arm64-lse-rcpc")]
    [InlineData("R+volatile", "aarch64/R+rel+rel-acqpc", "arm64-lse-rcpc")]
    [InlineData("R+volatile", "aarch64/R+rel+rel-acq", "arm64-v8.0")]
    [InlineData("2+2W+volatile", "aarch64/2+2W+rels", "arm64-lse-rcpc")]
    [InlineData("S+volatile", "aarch64/S+rel+acq", "arm64-lse")]
    [InlineData("SB+interlocked", "aarch64/SB+swpals", "arm64-lse")]
    [InlineData("SB+interlocked", "aarch64/SB+ldaxr-stlxr-dmbs", "arm64-v8.0")]
    [InlineData("MP+volatile+po", "aarch64/MP+rel+po", "arm64-lse-rcpc")]
    public void CompiledClassicsAnswerLikeThoseWrittenByHand(string csharp, string assembly, string target)
    {
        CompilationTarget to = CompilationTarget.Supported.Single(t => t.Name == target);
        LitmusProgram compiled = Compilation.Compile(Load($"classic/csharp/{csharp}"), to);
        MemoryModel model = MemoryModel.BuiltIn(target == "x64" ? "x86-tso" : "arm64");
        CheckResult ours = ModelChecker.Check(compiled, model), theirs = ModelChecker.Check(Load($"classic/{assembly}"), model);
        Assert.Equal((theirs.ConditionHolds, theirs.Observation), (ours.ConditionHolds, ours.Observation));
    }

    private static LitmusProgram Load(string name) => LitmusLowering.Lower(LitmusParser.Parse(File.ReadAllText(Path.Combine(LitmusFolderTests.Folder, name + ".litmus")), name));

    private static LitmusProgram Test(string threads, string condition) =>
        LitmusLowering.Lower(LitmusParser.Parse($"CSharp T\n{{ }}\n{threads}\n{condition}\n", "T.litmus"));
}
