using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Tests.Mapping;

public sealed class CompilationTests
{
    /// <summary>What each form becomes, event by event: on x64, on Arm64 with RCpc, with LSE only, and on Armv8.0.</summary>
    [Theory]
    [InlineData("int r = x;", "R", "R", "R", "R")]
    [InlineData("x = 1;", "W", "W", "W", "W")]
    [InlineData("int r = Volatile.Read(ref x);", "R", "R AcquirePc", "R Acquire", "R Acquire")]
    [InlineData("Volatile.Write(ref x, 1);", "W", "W Release", "W Release", "W Release")]
    [InlineData("Interlocked.MemoryBarrier();", "F MFence", "F DmbSy+DomainIsh", "F DmbSy+DomainIsh", "F DmbSy+DomainIsh")]
    [InlineData("Volatile.ReadBarrier();", "", "F DmbLd+DomainIsh", "F DmbLd+DomainIsh", "F DmbLd+DomainIsh")]
    [InlineData("Volatile.WriteBarrier();", "", "F DmbSy+DomainIsh", "F DmbSy+DomainIsh", "F DmbSy+DomainIsh")]
    [InlineData(
        "Interlocked.Exchange(ref x, 1);", "R ReadModifyWrite; W ReadModifyWrite", "R Acquire+ReadModifyWrite; W Release+ReadModifyWrite",
        "R Acquire+ReadModifyWrite; W Release+ReadModifyWrite", "R Acquire+Exclusive; W Release+Exclusive; F DmbSy+DomainIsh")]
    [InlineData(
        "Interlocked.CompareExchange(ref x, 2, 1);", "R ReadModifyWrite; W ReadModifyWrite", "R Acquire+ReadModifyWrite; W Release+ReadModifyWrite",
        "R Acquire+ReadModifyWrite; W Release+ReadModifyWrite", "R Acquire+Exclusive; W Release+Exclusive; F DmbSy+DomainIsh")]
    [InlineData(
        "Interlocked.Read(ref l);", "R ReadModifyWrite; W ReadModifyWrite", "R Acquire+ReadModifyWrite; W Release+ReadModifyWrite",
        "R Acquire+ReadModifyWrite; W Release+ReadModifyWrite", "R Acquire+Exclusive; W Release+Exclusive; F DmbSy+DomainIsh")]
    [InlineData(
        "lock (gate) { x = 1; }", "R ReadModifyWrite; W ReadModifyWrite; W; W", "R Acquire+ReadModifyWrite; W ReadModifyWrite; W; W Release",
        "R Acquire+ReadModifyWrite; W ReadModifyWrite; W; W Release", "R Acquire+Exclusive; W Exclusive; W; W Release")]
    [InlineData("Interlocked.MemoryBarrierProcessWide();", "F MFence; W; F MFence", "F DmbSy+DomainIsh; W; F DmbSy+DomainIsh", "F DmbSy+DomainIsh; W; F DmbSy+DomainIsh", "F DmbSy+DomainIsh; W; F DmbSy+DomainIsh")]
    [InlineData("o = new Box();", "W", "W Release", "W Release", "W Release")]
    [InlineData("o = null;", "W", "W", "W", "W")]
    [InlineData("Volatile.Write(ref o, null);", "W", "W Release", "W Release", "W Release")]
    public void EmitsTheInstructionsOfEachForm(string statement, params string[] events)
    {
        LitmusProgram program = CSharp(statement);
        Assert.Equal(events, CompilationTarget.Supported.Select(target => Events(Compilation.Compile(program, target))));
    }

    [Fact]
    public void APartialStoreOrderNeedsAStoreBarrierWhereOthersRelease() => Assert.Equal(
        "W; F SFence; W; F SFence",
        Events(Compilation.Compile(CSharp("x = 1; Volatile.Write(ref y, 1); Volatile.WriteBarrier();"), CompilationTarget.Pso)));

    [Fact]
    public void AComparisonThatFailsSkipsTheWriteButNotTheBarrier()
    {
        LitmusProgram program = Compilation.Compile(CSharp("Interlocked.CompareExchange(ref x, 2, 1); y = 1;"), CompilationTarget.Arm64V80);
        IReadOnlyList<Op> code = program.Threads[0].Code;
        Op.Branch branch = Assert.Single(code.OfType<Op.Branch>());
        Assert.False(branch.Internal);
        Assert.IsType<Op.Fence>(code[branch.Target]);
    }

    [Fact]
    public void ALoopGoesBackToWhatIsBehindTheUpdate()
    {
        LitmusProgram program = Compilation.Compile(CSharp("Interlocked.Exchange(ref x, 2); while (y == 0) { }"), CompilationTarget.Arm64V80);
        IReadOnlyList<Op> code = program.Threads[0].Code;
        Op.Jump back = Assert.Single(code.OfType<Op.Jump>());
        Assert.IsType<Op.Fence>(code[back.Target - 1]);
    }

    [Fact]
    public void ABranchToTheNextInstructionIsNone() =>
        Assert.Empty(Compilation.Compile(CSharp("int r = x; if (r == 1) { } y = 1;"), CompilationTarget.X64).Threads[0].Code.OfType<Op.Branch>());

    [Fact]
    public void TheHalvesOfAnAtomicInstructionAreOneInstructionAndThoseOfExclusivesAreTwo()
    {
        LitmusProgram program = CSharp("Interlocked.Add(ref x, 2); y = 1;");
        Assert.Equal(2, Instructions(Compilation.Compile(program, CompilationTarget.Arm64Lse)).Distinct().Count());
        Assert.Equal(4, Instructions(Compilation.Compile(program, CompilationTarget.Arm64V80)).Distinct().Count());
    }

    [Fact]
    public void OnlyCSharpIsCompiled()
    {
        LitmusProgram compiled = Compilation.Compile(CSharp("x = 1;"), CompilationTarget.X64);
        Assert.Equal(Architecture.X86_64, compiled.Architecture);
        Assert.Throws<ArgumentException>(() => Compilation.Compile(compiled, CompilationTarget.X64));
    }

    private static LitmusProgram CSharp(string statement) => LitmusLowering.Lower(LitmusParser.Parse(
        $$"""
        CSharp T
        { x = 0; y = 0; l = 0; gate = 0; o = 0; }
        class Box { public int Value; }
        static void P0(ref int x, ref int y, ref long l, ref object gate, ref Box o) { {{statement}} }
        exists (x=1)
        """, "T.litmus"));

    private static string Events(LitmusProgram program) => string.Join("; ", program.Threads[0].Code.Select(Event).Where(text => text.Length > 0));

    private static string Event(Op op) => op switch
    {
        Op.Load load => $"R {Tags(load.Tags)}".TrimEnd(),
        Op.Store store => $"W {Tags(store.Tags)}".TrimEnd(),
        Op.Fence fence => $"F {Tags(fence.Tags)}",
        _ => "",
    };

    private static string Tags(EventTags tags) => tags == EventTags.None ? "" : tags.ToString().Replace(", ", "+", StringComparison.Ordinal);

    private static IEnumerable<int> Instructions(LitmusProgram program) => program.Threads[0].Code
        .Select((op, index) => (op, index)).Where(pair => pair.op is Op.Load or Op.Store or Op.Fence).Select(pair => program.Threads[0].Instructions![pair.index]);
}
