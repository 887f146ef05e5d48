using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Tests.Conditions;

public sealed class PropositionEvaluatorTests
{
    private static bool Evaluate(string proposition, params long[] values) => Evaluate("", proposition, values);

    private static bool Evaluate(string init, string proposition, long[] values)
    {
        string text = $"AArch64 T\n{{ {init} }}\n P0 ;\n NOP ;\nlocations [0:X0; 0:X1; x; y;]\nexists {proposition}\n";
        LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus"));
        Assert.Equal(["0:X0", "0:X1", "[x]", "[y]"], program.Observed.Select(part => part.Name));
        return new PropositionEvaluator(program.Condition!.Proposition, program).Evaluate(values);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("0:X0=1", true)]
    [InlineData("0:W0=1", true)]
    [InlineData("0:X0!=1", false)]
    [InlineData("~0:X1=1", true)]
    [InlineData(@"0:X0=1 /\ 0:X1=2 /\ [x]=3 /\ [y]=4", true)]
    [InlineData(@"0:X0=1 /\ 0:X1=2 /\ [x]=3 /\ [y]=5", false)]
    [InlineData(@"0:X0=9 \/ 0:X1=9 \/ [x]=9 \/ [y]=4", true)]
    [InlineData(@"0:X0=9 \/ 0:X1=9 \/ [x]=9 \/ [y]=9", false)]
    [InlineData(@"(0:X0=9 \/ 0:X1=2) /\ ([x]=9 \/ [y]=4)", true)]
    [InlineData(@"~(0:X0=1 /\ ([x]=9 \/ [y]=4))", false)]
    [InlineData("0:X0=9 => [x]=9", true)]
    [InlineData("0:X0=1 => [x]=3", true)]
    [InlineData("0:X0=1 => [x]=9", false)]
    [InlineData("0:X0=1 => [x]=3 => [y]=9", false)]
    [InlineData("0:X0=0:X1", false)]
    [InlineData("[x]!=[y]", true)]
    public void Propositions_hold_or_not(string proposition, bool expected) => Assert.Equal(expected, Evaluate(proposition, 1, 2, 3, 4));

    [Fact]
    public void Values_compare_at_their_width()
    {
        Assert.True(Evaluate("0:X0=-1", 0xffff_ffff, 0, 0, 0));
        Assert.True(Evaluate("0:X0=0xffffffff", -1, 0, 0, 0));
        Assert.True(Evaluate("0:X0=0:X1", 0xffff_ffff, -1, 0, 0));
        Assert.False(Evaluate("int64_t 0:X0", "0:X0=-1", [0xffff_ffff, 0, 0, 0]));
        Assert.True(Evaluate("uint8_t x", "[x]=255", [0, 0, 0x1ff, 0]));
    }

    [Fact]
    public void An_address_is_no_number()
    {
        long x = AddressSpace.AddressOf(0), y = AddressSpace.AddressOf(1);
        Assert.True(Evaluate("x=0; y=0", "0:X0=x", [x, 0, 0, 0]));
        Assert.False(Evaluate("x=0; y=0", "0:X0=x", [y, 0, 0, 0]));
        Assert.False(Evaluate("x=0; y=0", "0:X0=0", [x, 0, 0, 0]));
        Assert.True(Evaluate("x=0; y=0", "[x]=[y]", [0, 0, y, y]));
    }

    [Fact]
    public void States_print_as_herd_prints_them()
    {
        const string text = "AArch64 T\n{ x=0; int t[3]; uint64_t y; 1:X10=x }\n P0 | P1 ;\n NOP | NOP ;\nlocations [t; t[2]; y; x; 1:X2; 1:X10; 0:SP; 0:XZR; 0:W3;]\n";
        LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus"));
        long x = AddressSpace.AddressOf(0), t = AddressSpace.AddressOf(1);
        string[] names = [.. program.Observed.Select(part => part.Name)];
        Assert.Equal(["0:XZR", "0:SP", "0:X3", "1:X2", "1:X10", "t[2]", "t[0]", "t[1]", "t[2]", "[x]", "[y]"], names);
        Assert.Equal(
            "0:XZR=0; 0:SP=x; 0:X3=-2; 1:X2=t[2]; 1:X10=t+16; t[2]=7; t={5,6,7}; [x]=1; [y]=18446744073709551615;",
            StateValues.Print(program, [0, x, 0xffff_fffe, t + 8, t + 16, 7, 5, 6, 7, 1, -1]));
    }

    [Fact]
    public void Arrays_compare_and_print_as_a_whole_or_by_element()
    {
        const string text = "AArch64 T\n{ int8_t t[2]={1,2}; int u[11]; }\n P0 ;\n NOP ;\nexists t={1,-1} /\\ (u[10]=3 \\/ u[2]=0) /\\ t[1]!=2\n";
        LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus"));
        var evaluator = new PropositionEvaluator(program.Condition!.Proposition, program);
        Assert.Equal("t[1]=-1; t={1,-1}; u[2]=7; u[10]=3;", StateValues.Print(program, [255, 1, 255, 7, 3]));
        Assert.True(evaluator.Evaluate([255, 1, 255, 7, 3]));
        Assert.False(evaluator.Evaluate([255, 1, 255, 7, 4]));
        Assert.False(evaluator.Evaluate([255, 2, 255, 7, 3]));
    }
}
