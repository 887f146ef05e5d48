using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Cat;

/// <summary>Models whose program goes on by what a set or relation holds, asked about small tests with counts worked out by hand.</summary>
public class StagesTests
{
    private const string StoreBuffering =
        """
        X86_64 SB
        { }
         P0             | P1             ;
         movl $1,(x)    | movl $1,(y)    ;
         movl (y),%eax  | movl (x),%eax  ;
        exists (0:rax=0 /\ 1:rax=0)
        """;

    private const string ThreeWrites =
        """
        X86_64 CO3
        { }
         P0           | P1           | P2           ;
         movl $1,(x)  | movl $2,(x)  | movl $3,(x)  ;
        exists ([x]=1)
        """;

    /// <summary>herd's way to enumerate coherence orders, under names of its own, so that it is run as written.</summary>
    private const string EnumerateCoherence =
        """
        let orders(s, p) =
          let rec by_location sets = match sets with || {} -> {} || s ++ rest -> linearisations(s, p) ++ by_location rest end in
          let rec combine(k, sum, choices) = match choices with
          || {} -> sum ++ k
          || choice ++ rest ->
            let rec each(k, c) = match c with || {} -> k || o ++ others -> each(combine(k, o | sum, rest), others) end in
            each(k, choice)
          end in
          combine({}, 0, by_location(partition s))
        with co from orders(W, co0)
        let fr = (rf^-1; co) \ id
        """;

    [Theory]
    [InlineData("acyclic po | com as sc", 0, 3)] // all interleavings but the one SB is about
    [InlineData("acyclic po-loc | com as coherence", 1, 3)]
    [InlineData(EnumerateCoherence + "\nacyclic po | rf | co | fr as sc", 0, 3)]
    [InlineData("forall e in R do ~empty rf & ((W \\ IW) * {e}) as overwritten end", 0, 1)] // both reads see the other thread
    [InlineData("with S from linearisations(W \\ IW, 0)", 2, 6)] // any execution, in two orders each
    [InlineData("with S from linearisations(W \\ IW, 0)\nacyclic S | po | rf | fr as total", 0, 4)] // both orders where both reads see 1
    [InlineData("let rec same S = match S with {} -> 0 || e ++ T -> ({e} * {e}) | same T end\nempty same(range(rf \\ (IW * R))) as none", 1, 0)]
    [InlineData("let rec same S = match S with {} -> 0 || e ++ T -> ({e} * {e}) | same T end\nempty [range rf] \\ same(range rf) as all", 1, 3)]
    [InlineData("let rec flip r = match r with {} -> 0 || p ++ s -> (p ++ 0)^-1 | flip s end\nempty flip(rf) \\ rf^-1 as inverse", 1, 3)]
    [InlineData("forall c in classes(loc & (W * W)) do ~empty c as never-empty end", 1, 3)]
    [InlineData("forall c in partition(W \\ IW) do ~empty rf & (c * R) as read end", 0, 1)]
    [InlineData("let rec f r = if r = 0 then po else 0\nacyclic f(rf & (W * W)) | com as sc", 0, 3)]
    public void Store_buffering_has_as_many_executions(string model, long positive, long negative) =>
        Assert.Equal((positive, negative), Count(StoreBuffering, model));

    [Theory]
    [InlineData("", 2, 4)]
    [InlineData(EnumerateCoherence, 2, 4)]
    [InlineData("with first from linearisations(W \\ IW, 0)\nempty first \\ co as same", 2, 4)]
    public void Three_writes_have_six_orders(string model, long positive, long negative) =>
        Assert.Equal((positive, negative), Count(ThreeWrites, model));

    [Fact]
    public void A_recursive_relation_may_be_computed_by_what_it_holds()
    {
        const string Model =
            """
            let closure r =
              let rec c = match c & id with {} -> r | (c; r) || e ++ S -> c | (c; r) end in c
            acyclic closure(po | com) as sc
            """;
        Assert.Equal((0, 3), Count(StoreBuffering, Model));
    }

    [Fact]
    public void Flags_are_raised_by_what_an_execution_holds()
    {
        CheckResult result = ModelChecker.Check(
            Lower(StoreBuffering),
            MemoryModel.FromText("t.cat", "forall e in R do flag ~empty [{e}]; fr; [W] as read-old end\nundefined_unless empty po as ordered"));
        Assert.Equal(["ordered", "read-old"], result.Flags);
    }

    private static (long Positive, long Negative) Count(string test, string model)
    {
        CheckResult result = ModelChecker.Check(Lower(test), MemoryModel.FromText("t.cat", model));
        Assert.True(result.Complete);
        return (result.Positive, result.Negative);
    }

    private static Litmus.Programs.LitmusProgram Lower(string test) => LitmusLowering.Lower(LitmusParser.Parse(test, "t.litmus"));
}
