using MemoryModelLab.Hardware.MachineCode.Lifting;

namespace MemoryModelLab.Hardware.Tests.MachineCode.Lifting;

public sealed class CompilerEffectsTests
{
    private const string Plain = "static void P0(ref int x) { while (x == 0) { } }";
    private const string Ordered = "static void P0(ref int x) { int s = 0; for (int i = 0; i < 3; i++) { s = s + Volatile.Read(ref x); } }";
    private const string Writes = "static void P0(ref int x) { for (int i = 0; i < 4; i++) { x = i; } }";

    [Theory]
    [InlineData(Plain, 'R', 1, "P0: hoisted access: reads x in a loop of the source, but before it in the code, which does not see a change")]
    [InlineData(Ordered, 'R', 1, "P0: unrolled loop: reads x in a loop of the source, once without a loop in the code")]
    [InlineData(Ordered, 'R', 3, "P0: unrolled loop: reads x in a loop of the source, 3 times without a loop in the code")]
    [InlineData(Plain, 'R', 3, "P0: unrolled loop: reads x in a loop of the source, 3 times without a loop in the code")]
    [InlineData(Writes, 'W', 4, "P0: unrolled loop: writes x in a loop of the source, 4 times without a loop in the code")]
    [InlineData(Writes, 'W', 1, "P0: unrolled loop: writes x in a loop of the source, once without a loop in the code")]
    public void Only_a_plain_read_that_is_not_repeated_is_hoisted(string source, char kind, int count, string expected)
    {
        var code = new LiftedCode();
        for (int i = 0; i < count; i++) code.Accesses.Add(new Access(kind, "x", InLoop: false));
        Assert.Equal([expected], CompilerEffects.Of(MachineCodeTests.Program(source, "exists (true)"), 0, code));
    }

    [Fact]
    public void A_read_that_stays_in_its_loop_is_no_news()
    {
        var code = new LiftedCode();
        code.Accesses.Add(new Access('R', "x", InLoop: true));
        Assert.Empty(CompilerEffects.Of(MachineCodeTests.Program(Plain, "exists (true)"), 0, code));
    }
}
