using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Cat;

public class ProgramRunTests
{
    /// <summary>Both sides are the same relation or set: the interpreter reduced them to one node of the graph.</summary>
    [Theory]
    [InlineData("fencerel(F)", "po; [F]; po")]
    [InlineData("rfe | rfi", "(rf & ext) | (rf & int)")]
    [InlineData("0 | po", "po")]
    [InlineData("{} ; po", "0")]
    [InlineData("[_] ; po", "po")]
    [InlineData("~ ~po", "po")]
    [InlineData("po & _", "po")]
    [InlineData("po \\ _", "0")]
    [InlineData("_ \\ W", "~W")]
    [InlineData("0*", "id")]
    [InlineData("let f = fun (a,b) -> a;b in f(po,rf)", "po;rf")]
    [InlineData("let f a = fun b -> a;b in f po rf", "po;rf")]
    [InlineData("let x = po in let g y = x|y in let x = rf in g co", "po|co")]
    [InlineData("let a,b = (po,rf) in b", "rf")]
    [InlineData("let rec r = po | (r;r) in r", "po")]
    [InlineData("let rec r = rf | (r;r) in r", "rf+")]
    [InlineData("let rec f x = x | g x and g y = y in f po", "po")]
    [InlineData("if \"off\" then po else rf", "rf")]
    [InlineData("if \"On\" then po else rf", "po")]
    [InlineData("if not \"on\" || \"off\" then po else rf", "rf")]
    [InlineData("if not (\"on\" && \"off\") then po else rf", "po")]
    [InlineData("try nonsense with po", "po")]
    [InlineData("try po & W with rf", "rf")]
    [InlineData("match 'b with 'a -> po || 'b -> rf end", "rf")]
    [InlineData("match 'c with 'a -> po || _ -> co end", "co")]
    [InlineData("match ({'a} & {'b}) with {} -> po || x ++ S -> rf end", "po")]
    [InlineData("match {'c,'a} with {} -> po || x ++ S -> match x with 'a -> rf || _ -> co end end", "rf")]
    [InlineData("if 'a in {'a,'b} then po else rf", "po")]
    [InlineData("if {'a} subset ~{'b} then po else rf", "po")]
    [InlineData("if {'a,'b} = 'b ++ {'a} then po else rf", "po")]
    [InlineData("match map (fun t -> match t with 'a -> 'b || _ -> 'c end) {'a} with {} -> po || x ++ S -> if x = 'b then rf else co end", "rf")]
    [InlineData("tag2events('w)", "W")]
    public void Expressions_mean_what_they_mean(string one, string other)
    {
        CompiledModel model = MemoryModel.FromText("t.cat", $"enum tags = 'a || 'b || 'c || 'w\nempty {Whole(one)}\nempty {other}", ["on"])
            .Compile(Architecture.X86_64);
        Assert.Equal(model.Checks[1].Node, model.Checks[0].Node);
    }

    [Theory]
    [InlineData("acyclic po-lok", 1, 9, "'po-lok' is not defined; did you mean 'po-loc'?")]
    [InlineData("acyclic W", 1, 9, "expected a relation, found a set of events")]
    [InlineData("empty po | W", 1, 12, "'|' cannot join a relation and a set of events")]
    [InlineData("empty [po]", 1, 7, "expected a set of events, found a relation")]
    [InlineData("let f(a,b) = a\nempty f(po)", 2, 7, "f takes 2 arguments, found a relation")]
    [InlineData("empty po W", 1, 7, "expected a function, found a relation")]
    [InlineData("empty 'x", 1, 7, "'x belongs to no enumeration")]
    [InlineData("enum e = 'x\nempty match 'x with 'y -> po end", 2, 7, "no clause matches")]
    [InlineData("include \"nowhere.cat\"", 1, 1, "there is no file 'nowhere.cat'")]
    [InlineData("call po()", 1, 1, "expected a procedure")]
    [InlineData("let rec f x = f x\nempty f po", 1, 15, "nested too deeply")]
    [InlineData("procedure rec p() = call p() end\ncall p()", 1, 21, "nested too deeply")]
    [InlineData("let rec x, y = po\nempty x", 1, 9, "defines one name")]
    [InlineData("empty linearisations(W)", 1, 7, "takes two arguments")]
    [InlineData("empty tag2scope(po)", 1, 7, "no scope tree")]
    public void Errors_say_where_and_what(string text, int line, int column, string expected)
    {
        var error = Assert.Throws<LitmusException>(() => MemoryModel.FromText("t.cat", text).Compile(Architecture.X86_64));
        Assert.Equal(new SourcePosition("t.cat", line, column), error.Position);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_nothing_uses_may_have_an_error() =>
        Assert.Empty(MemoryModel.FromText("t.cat", "let a = nowhere ; W").Compile(Architecture.C).Checks);

    [Fact]
    public void Checks_keep_their_order_kind_name_and_severity()
    {
        CompiledModel model = MemoryModel.FromText(
            "t.cat",
            """
            procedure p(r) = acyclic r as inside end
            enum e = 'a || 'b
            flag ~empty po as f
            call p(po)
            undefined_unless irreflexive rf as u
            forall x in e do match x with 'a -> empty co || _ -> assert empty rf as r end end
            if "off" empty po as never else ~acyclic fr as n end
            """).Compile(Architecture.C);
        Assert.Equal(
            [
                "Flag ~Empty f", "Require Acyclic inside", "UndefinedUnless Irreflexive u", "Require Empty empty at t.cat:6:37", "Assert Empty r",
                "Require ~Acyclic n",
            ],
            model.Checks.Select(c => $"{c.Severity} {(c.Negated ? "~" : "")}{c.Kind} {c.Name}"));
    }

    [Fact]
    public void Shown_relations_are_those_left_at_the_end()
    {
        CompiledModel model = MemoryModel.FromText("t.cat", "show po, rf\nshow co|fr as com\nunshow po\nshow nowhere\nlet x = W show x").Compile(Architecture.C);
        Assert.Equal(["rf", "com"], model.Shown.Select(s => s.Key));
    }

    [Theory]
    [InlineData("enum e = 'a || 'b\nlet f r = r\nlet co_locs(p,s) = 0 let cross s = s\nwith x from cross(co_locs(0, partition(W)))\nacyclic x", "co")]
    [InlineData("let co_locs(p,s) = 0 let cross s = s\nlet g(s,p) = cross(co_locs(p,classes-loc s))\nlet h p = g(W,p)\nwith x from h(co0)\nacyclic x", "co")]
    public void The_enumeration_of_coherence_orders_is_the_native_one(string text, string native)
    {
        CompiledModel model = MemoryModel.FromText("t.cat", $"{text}\nacyclic {native}").Compile(Architecture.AArch64);
        Assert.True(model.IsComplete);
        Assert.Equal(2, model.Checks.Count);
        Assert.Equal(model.Checks[1].Node, model.Checks[0].Node);
    }

    [Fact]
    public void A_coherence_order_must_extend_the_order_it_is_generated_from()
    {
        CompiledModel model = MemoryModel.FromText("t.cat", "let co_locs(p,s) = 0 let cross s = s\nwith co from cross(co_locs(co0 | po-loc, partition W))")
            .Compile(Architecture.AArch64);
        ModelCheck check = Assert.Single(model.Checks);
        Assert.Equal((CheckKind.Acyclic, CheckSeverity.Require), (check.Kind, check.Severity));
        Assert.Equal(Polarity.Increasing, model.Graph.Monotone(check.Node));
    }

    [Fact]
    public void What_asks_for_values_leaves_the_model_incomplete()
    {
        CompiledModel model = MemoryModel.FromText("t.cat", "acyclic po as first\nwith S from linearisations(W, po)\nacyclic S as second").Compile(Architecture.C);
        Assert.False(model.IsComplete);
        Assert.Equal("first", Assert.Single(model.Checks).Name);
    }

    [Theory]
    [InlineData("A", Architecture.X86_64)]
    [InlineData("MFENCE", Architecture.AArch64)]
    [InlineData("RLX", Architecture.AArch64)]
    [InlineData("Volatile", Architecture.C)]
    [InlineData("DMB.ISHLD", Architecture.C)]
    public void A_name_of_another_architecture_is_empty(string name, Architecture architecture)
    {
        CompiledModel model = MemoryModel.FromText("t.cat", $"empty {name}").Compile(architecture);
        Assert.Equal(model.Graph.EmptySet, model.Checks[0].Node);
    }

    [Fact]
    public void Long_chains_of_definitions_are_an_error_and_no_crash()
    {
        string text = "let a0 = po\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"let a{i} = a{i - 1};rf\n")) + "acyclic a20000";
        Assert.Throws<LitmusException>(() => MemoryModel.FromText("t.cat", text).Compile(Architecture.C));
    }

    [Fact]
    public void A_program_that_never_ends_is_an_error()
    {
        const string Text = "enum e = 'a || 'b\nprocedure rec p() = forall x in e do forall y in e do call p() end end end\ncall p()";
        Assert.Throws<LitmusException>(() => MemoryModel.FromText("t.cat", Text).Compile(Architecture.C));
    }

    /// <summary>In parentheses where the expression is more than operators.</summary>
    private static string Whole(string expression) => $"({expression})";
}
