using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Syntax;

namespace MemoryModelLab.Models.Tests.Cat.Syntax;

public class CatParserTests
{
    [Theory]
    [InlineData("a | b ; c", "(a|(b;c))")]
    [InlineData("a ; b \\ c", "(a;(b\\c))")]
    [InlineData("a \\ b & c", "(a\\(b&c))")]
    [InlineData("a \\ b \\ c", "(a\\b\\c)")]
    [InlineData("f e ++ g S", "(f<e>++g<S>)")]
    [InlineData("e ++ a ; b | c", "((e++(a;b))|c)")]
    [InlineData("a & W * R", "(a&(W x R))")]
    [InlineData("(W * _) | (_ * W) & loc \\ r", "((W x _)|(((_ x W)&loc)\\r))")]
    [InlineData("rf^-1;co", "((rf^-1);co)")]
    [InlineData("r* ; s", "((r*);s)")]
    [InlineData("r* & s", "((r*)&s)")]
    [InlineData("a;b+", "(a;(b+))")]
    [InlineData("a+?", "((a+)?)")]
    [InlineData("r+^-1", "((r+)^-1)")]
    [InlineData("~a & b", "((~a)&b)")]
    [InlineData("~a^-1", "(~(a^-1))")]
    [InlineData("~(a+)", "(~(a+))")]
    [InlineData("~ ~a", "(~(~a))")]
    [InlineData("W * ~R", "(W x (~R))")]
    [InlineData("f x^-1", "(f<x>^-1)")]
    [InlineData("f (a,b) ; g {c}", "(f<(a,b)>;g<{c}>)")]
    [InlineData("f [S] 0", "f<[S]><0>")]
    [InlineData("[W];po;[R]", "([W];po;[R])")]
    [InlineData("[range([A];amo;[L])];po", "([range<([A];amo;[L])>];po)")]
    [InlineData("a, b | c, d", "(a,(b|c),d)")]
    [InlineData("fun (x,y) -> x|y", "(fun x,y -> (x|y))")]
    [InlineData("fun x->x", "(fun x -> x)")]
    [InlineData("let x = a in x | x", "(let 1 in (x|x))")]
    [InlineData("try A & M with {}", "(try (A&M) with 0)")]
    [InlineData("if \"ETS2\" && not \"x\" then a else b;c", "(if a else (b;c))")]
    [InlineData("if x subset y then a else b", "(if a else b)")]
    [InlineData("match S with || {} -> 0 || e ++ T -> T end", "(match S: 0 or T)")]
    [InlineData("match S with e ++ T -> T || {} -> 0 end", "(match S: 0 or T)")]
    [InlineData("match t with 'a -> x || _ -> y end", "(match t: 1)")]
    [InlineData("po-loc | dmb.full | _RMW | x' | DMB.ISH", "(po-loc|dmb.full|_RMW|x'|DMB.ISH)")]
    [InlineData("a (* one (* two *) *) | b // three\n | c # four", "(a|b|c)")]
    public void Expressions_group_as_in_herd(string text, string grouped)
    {
        CatFile file = CatParser.Parse($"let v = {text}", "t.cat");
        var let = Assert.IsType<Instruction.Let>(Assert.Single(file.Instructions));
        Assert.Equal(grouped, ExpressionText.Of(let.Bindings.Items[0].Value));
    }

    [Theory]
    [InlineData("X86 TSO\nlet a = po", "X86,TSO")]
    [InlineData("\"SC model\" withco\nlet a = po", "SC model")]
    [InlineData("C \"RC11\"\nlet a = po", "C,RC11")]
    [InlineData("let a = po", "")]
    public void The_header_is_an_architecture_a_title_or_both(string text, string words) =>
        Assert.Equal(words, string.Join(",", CatParser.Parse(text, "t.cat").Header));

    [Fact]
    public void Every_instruction_is_read()
    {
        CatFile file = CatParser.Parse(
            """
            "all"
            include "x.cat"
            enum e = 'a || 'b
            let rec r = po | (r;r) and s = r in
            let f(x,y) = x|y and g _ = po
            let x,y = f(a,b)
            procedure p(a,b) = empty a \ b as inside call q(a) end
            procedure rec q a = call q a end
            call p(po, po) as called
            flag ~empty po as flagged
            assert empty po
            undefined_unless irreflexive po as u
            ~acyclic po
            show po, rf as rf2, (co|fr) as com
            unshow po, rf
            forall x in S do acyclic x end
            with co from f(po)
            match t with 'a -> empty po || _ -> empty rf empty co end
            if "v" || not "w" include "y.cat" else include "z.cat" end
            debug po
            instructions R[{'once,'acquire}]
            let rec t = po when acyclic t
            """,
            "t.cat");
        Assert.Equal(
            "Include Enum Let Let Let Procedure Procedure Call Check Check Check Check Show Show Show Unshow Unshow Forall With Match If Let Check",
            string.Join(' ', file.Instructions.Select(i => i.GetType().Name)));
    }

    [Theory]
    [InlineData("let = po", 1, 5, "a name or '_'")]
    [InlineData("let a po", 1, 9, "'='")]
    [InlineData("let a = ", 1, 9, "an expression")]
    [InlineData("let a = po |", 1, 13, "an expression")]
    [InlineData("let a = (po", 1, 12, "')'")]
    [InlineData("let a = [po", 1, 12, "']'")]
    [InlineData("let a = {po", 1, 12, "'}'")]
    [InlineData("let a = po^2", 1, 12, "'2' begins nothing")]
    [InlineData("let a = po^a", 1, 12, "'-1'")]
    [InlineData("let a = ~b+", 1, 11, "bind equally tightly")]
    [InlineData("let a = b\nacyclic", 2, 8, "an expression")]
    [InlineData("flag po", 1, 6, "'acyclic', 'irreflexive' or 'empty'")]
    [InlineData("acyclic po as", 1, 14, "a name")]
    [InlineData("include x", 1, 9, "a file name in quotes")]
    [InlineData("show po | rf", 1, 13, "'as'")]
    [InlineData("let a = match S with {} -> 0 end", 1, 30, "not empty")]
    [InlineData("let a = match S with {} -> 0 || {} -> 0 end", 1, 33, "a name or '_'")]
    [InlineData("let a = match t with 'a -> 0", 1, 29, "'end'")]
    [InlineData("procedure p() = acyclic po", 1, 27, "'end'")]
    [InlineData("(* never closed", 1, 1, "not closed")]
    [InlineData("let a = \"abc", 1, 9, "closing")]
    [InlineData("let a = po @ rf", 1, 12, "'@' begins nothing")]
    [InlineData("default X[{}]", 1, 1, "bell")]
    [InlineData("enum e = a", 1, 10, "a tag")]
    [InlineData("forall x S do end", 1, 10, "'in'")]
    [InlineData("with x po", 1, 8, "'from'")]
    [InlineData("let a = po end", 1, 12, "an instruction")]
    [InlineData("let a = if \"v\" && then po else rf", 1, 19, "variant")]
    public void Errors_say_where_and_what_was_expected(string text, int line, int column, string expected)
    {
        var error = Assert.Throws<LitmusException>(() => CatParser.Parse(text, "t.cat"));
        Assert.Equal(new SourcePosition("t.cat", line, column), error.Position);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("~")]
    [InlineData("[")]
    [InlineData("fun x -> ")]
    [InlineData("let x = po in ")]
    public void Deep_nesting_is_an_error_and_no_crash(string opening)
    {
        string text = "let a = " + string.Concat(Enumerable.Repeat(opening, 200_000)) + "po";
        Assert.Throws<LitmusException>(() => CatParser.Parse(text, "t.cat"));
    }
}
