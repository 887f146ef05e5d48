using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Enumeration;

/// <summary>Which dependencies of C# a compiler keeps: the JIT was seen to remove those that count for nothing here.</summary>
public class SemanticDependenciesTests
{
    private const string Dependencies = """
        CSharp "dependencies alone"
        acyclic po-loc | com
        acyclic addr | data | ctrl | rfe | coe | fre
        """;

    // Load buffering with 1 passed round: allowed unless both threads really depend on what they read.
    [Theory]
    [InlineData("y = r0;", "x = r0;", false)]                        // nobody ever writes 1
    [InlineData("y = 1 + (r0 ^ r0);", "x = 1 + (r0 ^ r0);", true)]
    [InlineData("y = 1 + r0 * 0;", "x = 1 + r0 * 0;", true)]
    [InlineData("y = (r0 & 0) | 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("y = r0 + 1 - r0;", "x = r0 + 1 - r0;", true)]
    [InlineData("y = 1 + (r0 & 2 & 4);", "x = 1 + (r0 & 2 & 4);", true)]
    [InlineData("y = 1 + (r0 & 2 & 6);", "x = 1 + (r0 & 2 & 6);", false)]
    [InlineData("if (r0 == 1) y = 1;", "if (r0 == 1) x = 1;", false)]
    [InlineData("if (r0 == r0) y = 1;", "if (r0 == r0) x = 1;", true)]
    [InlineData("if (r0 == 1) y = 1; else y = 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("if (r0 == 1) y = r0; else y = 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("if (r0 == 1) y = 1; else y = 2;", "if (r0 == 1) x = 1;", false)]
    [InlineData("y = r0 == 1 ? 1 : 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("y = r0 == 1 ? 1 : 2;", "if (r0 == 1) x = 1;", false)]
    [InlineData("int r2 = 3; if (r0 == 1) { r2 = 5; } y = 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("int r2 = 3; if (r0 == 1) { r2 = z; } y = 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("int r2 = 1; if (r0 != 1) { r2 = 5; } y = r2;", "if (r0 == 1) x = 1;", false)]
    [InlineData("bool b = r0 == 1 || r0 == 2; y = 1;", "if (r0 == 1) x = 1;", true)]
    [InlineData("if (r0 == 1) { if (z == 0) y = 1; else y = 1; }", "if (r0 == 1) x = 1;", false)]
    [InlineData("if (r0 == 0) return; y = 1;", "if (r0 == 1) x = 1;", false)]
    [InlineData("while (r0 == 0) r0 = x; y = 1;", "if (r0 == 1) x = 1;", false)] // the loop might never end
    public void A_dependency_counts_when_the_write_would_be_another(string first, string second, bool isAllowed)
    {
        string test = $$"""
            CSharp t
            { }
            static void P0(ref int x, ref int y, ref int z) { int r0 = x; {{first}} }
            static void P1(ref int x, ref int y) { int r0 = y; {{second}} }
            exists (0:r0=1 /\ 1:r0=1)
            """;
        CheckResult result = ModelChecker.Check(LitmusLowering.Lower(LitmusParser.Parse(test, "t.litmus")), MemoryModel.FromText("m", Dependencies));
        Assert.Equal(isAllowed, result.Positive > 0);
    }
}
