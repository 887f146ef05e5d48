using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Cat;

/// <summary>Models that could hang or crash the interpreter end in an answer or a located error.</summary>
public class HostileModelTests
{
    private const string SB = "X86_64 SB\n{ }\nP0 | P1 ;\nmovl $1,(x) | movl $1,(y) ;\nmovl (y),%eax | movl (x),%eax ;\nexists (0:rax=0 /\\ 1:rax=0)\n";

    [Theory]
    [InlineData("let rec r = ~r\nempty r")]
    [InlineData("let rec r = po \\ r\nempty r")]
    [InlineData("let rec r = po | (rf \\ s) and s = r ; co\nempty r")]
    public void A_recursion_that_does_not_grow_is_a_located_error(string text)
    {
        var error = Assert.Throws<LitmusException>(() => Check(text));
        Assert.StartsWith("t.cat:1:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let rec r = po | ~(~r ; ~r)\nacyclic r")]
    [InlineData("let rec r = po | (rf \\ (co \\ r))\nacyclic r")]
    public void Two_complements_grow_again(string text) => Assert.True(Check(text).Complete);

    [Theory]
    [InlineData("forall x in {po,rf} do acyclic x end", 4)]
    [InlineData("with c from {po,rf} acyclic c", 8)]
    public void Sets_of_relations_are_values(string text, long executions) => Assert.Equal(executions, Check(text).Executions);

    private static CheckResult Check(string text) =>
        ModelChecker.Check(LitmusLowering.Lower(LitmusParser.Parse(SB, "SB.litmus")), MemoryModel.FromText("t.cat", text));
}
