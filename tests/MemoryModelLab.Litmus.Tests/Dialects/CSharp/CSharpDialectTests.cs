namespace MemoryModelLab.Litmus.Tests.Dialects.CSharp;

public class CSharpDialectTests
{
    private const string Members = """
        (* herd's comments (* nest *) between members *)
        sealed class Box { public int Value; /* } */ } // class
        static void P0(ref Box box)
        {
            box = new Box { Value = '}' }; // a brace: }
        }

        static void P1(ref Box box) => box = null;
        """;

    [Fact]
    public void Members_are_kept_as_they_are_written()
    {
        LitmusTest test = CSharpTests.Parse(Members);
        Assert.Equal(["P0", "P1"], test.Threads.Select(thread => thread.Name));
        var second = (Litmus.Dialects.CSharp.CSharpThreadBody)test.Threads[1];
        Assert.Equal("static void P1(ref Box box) => box = null;", second.Method.Text);
        Assert.Equal(10, second.Method.Origin.Line);
        Assert.Equal("sealed class Box { public int Value; /* } */ }", Assert.Single(second.Declarations).Text);
    }

    [Fact]
    public void What_is_printed_reads_back_as_the_same_tree()
    {
        LitmusTest test = CSharpTests.Parse(Members, "box = null;", "forbidden (box=null) (* never *)");
        string printed = LitmusPrinter.Print(test);
        Assert.Equal(test, LitmusParser.Parse(printed, "printed"));
        Assert.NotEqual(test, CSharpTests.Parse(Members.Replace("null", "box", StringComparison.Ordinal), "box = null;", "forbidden (box=null) (* never *)"));
    }

    [Fact]
    public void A_test_needs_a_thread() => Assert.Throws<LitmusException>(() => CSharpTests.Parse("class Box { }"));
}
