using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml check</c>: its text to the letter, its files, and what it makes of wrong input.</summary>
public sealed class CheckTests
{
    private const string SB = "litmus/classic/x64/SB.litmus";

    [Fact]
    public void One_test_is_a_table_and_lines_to_grep()
    {
        MmlResult result = Mml.Run("check", SB);
        Assert.Equal(0, result.Code);
        Assert.Equal(
            [
                "SB (X86_64) litmus/classic/x64/SB.litmus",
                "  outcome              sc          x86-tso",
                "────────────────────────────────────────────",
                "  *0:rax=0; 1:rax=0;   forbidden   allowed",
                "   0:rax=0; 1:rax=1;   allowed     allowed",
                "   0:rax=1; 1:rax=0;   allowed     allowed",
                "   0:rax=1; 1:rax=1;   allowed     allowed",
                "Condition exists (outcomes marked * satisfy it)",
                "Observation SB Never 0 3 sc No",
                "Observation SB Sometimes 1 3 x86-tso Ok",
                "Next: mml explain litmus/classic/x64/SB.litmus",
            ],
            [result.Lines[0], .. result.Lines[2..]]);
    }

    [Fact]
    public void A_folder_is_a_line_a_test_and_a_summary()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.litmus", "X86 a\n{ }\nP0;\nMOV EAX,[x];\nexists (0:EAX=0)\n");
        folder.Write("b.litmus", "X86 b\n{ }\nP0;\nMOV EAX,[x];\nexists (0:EAX=1)\n");
        MmlResult result = Mml.Run("check", folder.Path, "--model", "sc");
        Assert.Equal(0, result.Code);
        Assert.Equal(["a", "X86", "sc", "Ok"], result.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["b", "X86", "sc", "No"], result.Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("2 tests: 0 with outcomes that should not be, 0 inconclusive, 0 unreadable", result.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_a_schema_and_every_state()
    {
        MmlResult result = Mml.Run("check", SB, "--model", "x86-tso", "--json", "-");
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/tests/1", document.RootElement.GetProperty("schema").GetString());
        JsonElement model = document.RootElement.GetProperty("tests")[0].GetProperty("models")[0];
        Assert.Equal("Ok", model.GetProperty("verdict").GetString());
        Assert.Equal(4, model.GetProperty("states").GetArrayLength());
        Assert.Equal((1, 3), (model.GetProperty("positive").GetInt32(), model.GetProperty("negative").GetInt32()));
    }

    [Fact]
    public void Json_and_graph_files_are_whole()
    {
        using var folder = new TemporaryFolder();
        string json = Path.Combine(folder.Path, "r.json"), dot = Path.Combine(folder.Path, "g.dot");
        Assert.Equal(0, Mml.Run("check", SB, "--json", json, "--graph", dot).Code);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        string graph = File.ReadAllText(dot);
        Assert.StartsWith("digraph \"SB\" {", graph, StringComparison.Ordinal);
        foreach (string edge in (string[])["po", "rf", "co", "fr"]) Assert.Contains($"label=\"{edge}\"", graph, StringComparison.Ordinal);
        Assert.Equal(["g.dot", "r.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_graph_file_that_ends_in_svg_is_a_picture()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "g.svg");
        Assert.Equal(0, Mml.Run("check", "litmus/classic/csharp/MP+volatile.litmus", "--model", "dotnet", "--graph", file).Code);
        string picture = File.ReadAllText(file);
        Assert.StartsWith("<svg ", picture, StringComparison.Ordinal);
        Assert.Contains("dotnet forbids 1:r0=1", picture, StringComparison.Ordinal);
        Assert.Contains("The cycle: ", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_tests_are_drawn_into_a_folder_and_not_into_one_file()
    {
        using var folder = new TemporaryFolder();
        string[] tests = [SB, "litmus/classic/csharp/SB.litmus", "litmus/classic/csharp/MP.litmus"];
        string pictures = Path.Combine(folder.Path, "new", "pictures") + "/";
        Assert.Equal(0, Mml.Run(["check", .. tests, "--model", "sc", "--graph", pictures]).Code);
        Assert.Equal(["MP.svg", "SB-2.svg", "SB.svg"], Directory.GetFiles(pictures).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        MmlResult refused = Mml.Run(["check", .. tests, "--model", "sc", "--graph", Path.Combine(folder.Path, "one.svg")]);
        Assert.Equal(64, refused.Code);
        Assert.Contains("3 tests do not go into one file", refused.Errors, StringComparison.Ordinal);
        MmlResult blocked = Mml.Run("check", SB, "--graph", folder.Write("file", "") + "/");
        Assert.Equal(64, blocked.Code);
        Assert.DoesNotContain("   at ", blocked.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_may_come_from_a_file()
    {
        using var folder = new TemporaryFolder();
        string cat = folder.Write("coherence.cat", "\"Coherence only\"\nacyclic po-loc | rf | co | fr as coherence\n");
        Assert.Contains("Observation MP Sometimes 1 3 coherence Ok", Mml.Run("check", "litmus/classic/x64/MP.litmus", "--cat", cat).Lines);
        string broken = folder.Write("broken.cat", "\"Broken\"\nacyclic po |\n");
        MmlResult result = Mml.Run("check", SB, "--cat", broken);
        Assert.Equal(64, result.Code);
        Assert.Contains("broken.cat:", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_short_is_inconclusive()
    {
        using var folder = new TemporaryFolder();
        MmlResult result = Mml.Run("check", folder.Write("big.litmus", BigTest.Text), "--model", "rc11", "--time-limit", "0.3");
        Assert.Equal(2, result.Code);
        Assert.Contains("Observation big Never", result.Output, StringComparison.Ordinal);
        Assert.Contains("rc11 ?", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exists (1:X0=5)", "?", 2)]
    [InlineData("~exists (1:X0=5)", "?", 2)]
    [InlineData("forall (1:X0=1)", "?", 2)]
    [InlineData("exists (1:X0=1)", "Ok", 0)]
    [InlineData("~exists (1:X0=1)", "No", 0)]
    [InlineData("forall (1:X0=5)", "No", 0)]
    public void What_a_loop_may_still_do_is_left_open(string condition, string verdict, int code)
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("spin.litmus", $$"""
            AArch64 spin
            { 0:X1=x; 1:X1=x; }
             P0          | P1          ;
             MOV W0,#1   | L:          ;
             STR W0,[X1] | LDR W0,[X1] ;
                         | ADD W2,W2,#1;
                         | CBZ W0,L    ;
            {{condition}}

            """);
        MmlResult result = Mml.Run("check", test, "--model", "arm64");
        Assert.Equal(code, result.Code);
        Assert.Contains(result.Lines, l => l.StartsWith("Observation spin ", StringComparison.Ordinal) && l.EndsWith($" arm64 {verdict}", StringComparison.Ordinal));
        Assert.Contains("a loop reached the bound", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("forbidden", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_bound_makes_no_no()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("t.litmus", "AArch64 t\n{ 0:X1=x; }\nP0 | P1 ;\nL: LDR W0,[X1] | MOV W0,#1 ;\nADD W2,W2,#1 | ;\nCBZ W0,L | ;\nexists (0:X0=2)\n");
        MmlResult result = Mml.Run("check", test, "--model", "sc");
        Assert.Equal(2, result.Code);
        Assert.Contains("Observation t Never 0 0 sc ?", result.Lines);
        Assert.Contains("--loop-bound", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_written_to_and_not_replaced()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string mml = Path.Combine(AppContext.BaseDirectory, "mml.dll");
        MmlResult result = Mml.Execute(
            "bash", ["-c", $"mkfifo '{folder.Path}/p'; cat '{folder.Path}/p' & dotnet '{mml}' check {SB} --json '{folder.Path}/p' > /dev/null; wait; test -p '{folder.Path}/p'"], Mml.Repository);
        Assert.Equal(0, result.Code);
        using JsonDocument document = JsonDocument.Parse(result.Output);
    }

    [Fact]
    public void An_outcome_graded_forbidden_that_dotnet_allows_is_a_violation()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write(
            "t.litmus",
            """
            CSharp t
            { x = 0; y = 0; }
            static void P0(ref int x, ref int y) { x = 1; int r0 = y; }
            static void P1(ref int x, ref int y) { y = 1; int r0 = x; }
            forbidden (0:r0=0 /\ 1:r0=0) (* wrong: stores wait in their buffers *)

            """);
        MmlResult result = Mml.Run("check", test);
        Assert.Equal(1, result.Code);
        Assert.Contains("VIOLATION t: 0:r0=0; 1:r0=0; is graded forbidden, but the .NET memory model allows it", result.Output, StringComparison.Ordinal);
    }
}
