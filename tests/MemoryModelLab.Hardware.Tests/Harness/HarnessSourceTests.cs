using MemoryModelLab.Litmus;

namespace MemoryModelLab.Hardware.Tests.Harness;

public class HarnessSourceTests
{
    [Theory]
    [InlineData("int", "x = -5;", "[x]=-5")]
    [InlineData("bool", "x = 1;", "[x]=1")]
    [InlineData("byte", "x = 255;", "[x]=255")]
    [InlineData("long", "x = -9223372036854775808;", "[x]=-9223372036854775808")]
    public void Locations_begin_each_iteration_with_their_initial_values(string type, string init, string expected)
    {
        var (_, outcomes) = HardwareTests.Run($"static void P0(ref {type} x) {{ {type} r = x; x = default; x = r; }}", "x;", init, seconds: 60, iterations: 5000);
        Assert.Equal([expected], outcomes);
    }

    [Fact]
    public void A_state_of_many_values_is_counted_whole()
    {
        string locals = string.Concat(Enumerable.Range(0, 12).Select(index => $"int r{index} = {index * 1000}; "));
        var (result, outcomes) = HardwareTests.Run($"static void P0(ref int x) {{ {locals} }}", string.Concat(Enumerable.Range(0, 12).Select(index => $"0:r{index}; ")), iterations: 3000, seconds: 60);
        Assert.Equal(result.Iterations, Assert.Single(result.Outcomes).Count);
        Assert.Contains("0:r11=11000", Assert.Single(outcomes), StringComparison.Ordinal);
    }

    [Fact]
    public void References_are_the_objects_of_the_program()
    {
        var (_, outcomes) = HardwareTests.Run(
            "sealed class Box { public int Value; }\nsealed class Node { public Box Box; }\n" +
            "static void P0(ref Node node, ref object any) { node = new Node { Box = new Box() }; any = node.Box; Node n = node; Box b = n.Box; n = null; }",
            "0:n; 0:b; any; node;", seconds: 60, iterations: 1);
        Assert.Equal(["0:b=Box 0:n=0 [any]=Box [node]=Node"], outcomes);
    }

    [Theory]
    [InlineData("class Box { public int V; }\nstatic void P0(ref Box x) { x = new Box(); }\nstatic void P1(ref Box x) { x = new Box(); }", "x;", "several objects of one class")]
    [InlineData("class Box { public int V; }\nstatic void P0(ref Box x) { x = new Box(); }", "Box.V;", "read it into a local")]
    [InlineData("static void P0(ref int x) { int mml_r = 1; }", "x;", "belong to the harness")]
    public void Says_what_it_cannot_observe(string members, string observed, string problem)
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => HardwareTests.Run(members, observed));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_of_a_for_statement_cannot_be_observed() =>
        Assert.Throws<LitmusException>(() => HardwareTests.Run("static void P0(ref int x) { for (int i = 0; i < 3; i++) x = i; }", "0:i;"));
}
