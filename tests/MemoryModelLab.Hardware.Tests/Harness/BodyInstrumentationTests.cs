namespace MemoryModelLab.Hardware.Tests.Harness;

/// <summary>What a local holds at the end is what is observed, wherever it is declared and however the thread ends.</summary>
public class BodyInstrumentationTests
{
    [Theory]
    [InlineData("int r = x; r += 41;", 41)]
    [InlineData("int r; if (x == 0) r = 3; else r = 4;", 3)]
    [InlineData("int r = 1; if (x == 0) return; r = 2;", 1)]
    [InlineData("if (x == 0) { int r = 6; x = 1; }", 6)]
    [InlineData("for (int i = 0; i < 9; i++) { int r = i; if (i == 4) break; }", 4)]
    [InlineData("for (int i = 0; i < 9; i++) { int r = i; if (i < 9) continue; x = 1; }", 8)]
    [InlineData("while (true) { int r = 5; if (x == 0) return; }", 5)]
    [InlineData("int r = 1; do { r++; } while (r < 7);", 7)]
    [InlineData("if (x == 1) { int r = 6; }", 0)]
    [InlineData("int r = -123456789;", -123456789)]
    public void Locals(string body, int expected)
    {
        var (_, outcomes) = HardwareTests.Run($"static void P0(ref int x) {{ {body} }}", "0:r;", seconds: 60, iterations: 1);
        Assert.Equal([$"0:r={expected}"], outcomes);
    }

    [Theory]
    [InlineData("long r = x; r = 1L << 40;", "1099511627776")]
    [InlineData("uint r = uint.MaxValue;", "4294967295")]
    [InlineData("bool r = x == 0;", "1")]
    [InlineData("ulong r = ulong.MaxValue;", "-1")]
    [InlineData("sbyte r = -3;", "-3")]
    public void Types(string body, string expected)
    {
        var (_, outcomes) = HardwareTests.Run($"static void P0(ref int x) {{ {body} }}", "0:r;", seconds: 60, iterations: 1);
        Assert.Equal([$"0:r={expected}"], outcomes);
    }

    [Theory]
    [InlineData("Box b = box; int r = 1; r = b.Value;", "0:r=1")]
    [InlineData("Box b = box; int r = 1; if (b != null) r = b.Value; else r = 2; int q = b.Value; r = 3;", "0:r=2")]
    [InlineData("int r; r = box.Value;", "0:r=0")]
    public void A_thread_that_follows_null_keeps_what_it_assigned_before(string body, string expected)
    {
        var (result, outcomes) = HardwareTests.Run($"class Box {{ public int Value; }}\nstatic void P0(ref Box box) {{ {body} }}", "0:r;", seconds: 60, iterations: 1);
        Assert.Equal([expected], outcomes);
        Assert.Contains(result.Notes, note => note.Contains("null reference", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_known_after_a_null_reference_is_left_out()
    {
        var (result, outcomes) = HardwareTests.Run(
            "class Box { public int Value; }\nstatic void P0(ref Box box) { int r = 0; int q = (r = 2) + box.Value; }", "0:r;", seconds: 60, iterations: 1);
        Assert.Empty(outcomes);
        Assert.Contains(result.Notes, note => note.Contains("not counted", StringComparison.Ordinal));
    }
}
