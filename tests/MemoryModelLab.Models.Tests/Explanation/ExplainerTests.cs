using System.Collections.Concurrent;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;
using MemoryModelLab.Models.Explanation.Strengthening;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Explanation;

/// <summary>Rules and cycles of the classics, written down by hand; and what must hold of every explanation.</summary>
public sealed class ExplainerTests
{
    private static readonly ConcurrentDictionary<string, MemoryModel> Models = new(); // compiled once

    public static TheoryData<string, string> AllTests
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string file in LitmusFiles.Below("classic/csharp").Concat(LitmusFiles.Below("dotnet")))
            {
                foreach (string model in (string[])["sc", "x86-tso", "arm64", "dotnet"]) data.Add(file, model);
            }

            foreach (string file in LitmusFiles.Below("classic/aarch64")) data.Add(file, "arm64");
            foreach (string file in LitmusFiles.Below("classic/x64")) data.Add(file, "x86-tso");
            foreach (string file in LitmusFiles.Below("classic/c11")) data.Add(file, "rc11");
            return data;
        }
    }

    [Theory]
    [InlineData("classic/csharp/SB", "sc", "sc", "po fr po fr")]
    [InlineData("classic/csharp/SB+membar", "dotnet", "order", "fence fre fence fre")]
    [InlineData("classic/csharp/MP+volatile", "dotnet", "order", "release rfe acquire fre")]
    [InlineData("classic/csharp/LB+volatile-read", "dotnet", "order", "acquire rfe acquire rfe")]
    [InlineData("classic/csharp/IRIW+volatile", "dotnet", "order", "acquire fre rfe acquire fre rfe")]
    [InlineData("classic/csharp/CoRR", "dotnet", "coherence", "po-loc fr rf")]
    [InlineData("classic/csharp/2+2W+volatile", "x86-tso", "tso", "ppo co ppo co")]
    [InlineData("classic/x64/SB+mfences", "x86-tso", "tso", "mfence fr mfence fr")]
    [InlineData("classic/aarch64/MP+dmb.sy+addr", "arm64", "external", "bob rfe addr-dep fre")]
    [InlineData("classic/aarch64/S+dmb.sy+data", "arm64", "external", "bob rfe data-dep coe")]
    [InlineData("classic/csharp/INC+interlocked", "dotnet", "atomic", "fre coe rmw")]
    [InlineData("classic/c11/MP+rel+acq", "rc11", "coherence", "po sw po fr")]
    public void Forbidden_by_rule_and_cycle(string test, string model, string rule, string cycle)
    {
        var forbidden = Assert.IsType<OutcomeExplanation.Forbidden>(Explain(test, model));
        Reason reason = forbidden.Reasons[0];
        Assert.Equal(rule, reason.Rule);
        Assert.Equal(cycle, string.Join(' ', reason.Cycle.Edges.Select(e => e.Label)));
        Assert.Equal(reason.Cycle.Edges.Count + 1, reason.Sentences.Count);
        Assert.True(forbidden.IsComplete);
        Assert.EndsWith(model + ".cat", reason.Position.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classic/x64/SB", "x86-tso", "po fr po fr", 2, "put MFENCE between P0's write of x (line 5) and read of y (line 6), and put MFENCE between P1's write of y (line 5) and read of x (line 6)")]
    [InlineData("dotnet/LazyValue", "dotnet", "po rf po fr", 1, "declare isComputed volatile")]
    [InlineData("classic/csharp/MP", "dotnet", "po rf po fr", 2, "make P0's write of flag (line 4) volatile, and make P1's read of flag (line 5) volatile")]
    [InlineData("classic/csharp/2+2W", "dotnet", "po co po co", 2, "make P0's write of y (line 4) volatile, and make P1's write of x (line 5) volatile")]
    [InlineData("classic/csharp/IRIW", "dotnet", "po fr rf po fr rf", 2, "make P2's read of x (line 6) volatile, and make P3's read of y (line 7) volatile")]
    [InlineData("classic/aarch64/S", "arm64", "po rf po co", 2, "make P0's write of y (line 11) an STLR, and let the address of P1's write of x (line 10) depend on the read of y (line 8)")]
    [InlineData("classic/csharp/LB", "dotnet", "po rf po rf", 2, "make P0's read of x (line 4) volatile, and make P1's write of x (line 5) volatile")]
    [InlineData("classic/x64/R+mfence+po", "x86-tso", "po co po fr", 1, "put MFENCE between P1's write of y (line 5) and read of x (line 6)")]
    [InlineData("classic/c11/MP+rel+rlx", "rc11", "po rf po fr", 1, "make P1's read of y (line 11) memory_order_acquire")]
    public void Allowed_with_cycle_and_strengthening(string test, string model, string cycle, int changes, string suggestion)
    {
        var allowed = Assert.IsType<OutcomeExplanation.Allowed>(Explain(test, model));
        Assert.False(allowed.IsSequential);
        Assert.Equal(cycle, string.Join(' ', allowed.Cycle.Edges.Select(e => e.Label)));
        Assert.Equal(changes, allowed.Strengthening!.Changes);
        Assert.Contains(suggestion, allowed.Strengthening.Suggestions.Select(s => s.Sentence));
    }

    [Theory]
    [InlineData("classic/x64/SB", "x86-tso", "nothing in x86-tso orders the read of y after the write of x")]
    [InlineData("classic/x64/SB", "x86-tso", "nothing in x86-tso orders the read of x after the write of y")]
    [InlineData("classic/csharp/MP+volatile+po", "dotnet", "nothing in dotnet orders the read of data after the read of flag")]
    [InlineData("classic/csharp/MP+volatile+po", "dotnet", "dotnet keeps this (release, dotnet.cat:")]
    public void Allowed_says_what_is_not_kept(string test, string model, string said)
    {
        var allowed = Assert.IsType<OutcomeExplanation.Allowed>(Explain(test, model));
        Assert.Contains(allowed.Sentences, s => s.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void What_taking_turns_shows_is_an_interleaving()
    {
        var allowed = Assert.IsType<OutcomeExplanation.Allowed>(Explain("classic/csharp/SB", "sc", "0:r0=0 /\\ 1:r0=1"));
        Assert.True(allowed.IsSequential);
        Assert.Null(allowed.Strengthening);
        Assert.Equal(
            ["P0 writes x=1 (line 4)", "P0 reads the initial y=0 (line 4)", "P1 writes y=1 (line 5)", "P1 reads x=1 (line 5)"], allowed.Sentences);
    }

    [Theory]
    [InlineData("0:r0=7", "no write makes that value")]
    [InlineData("0:r0=7 /\\ 1:r0=0", "0:r0=7 in no execution")]
    public void What_no_write_makes_is_impossible(string outcome, string why)
    {
        var impossible = Assert.IsType<OutcomeExplanation.Impossible>(Explain("classic/csharp/SB", "sc", outcome));
        Assert.Contains(why, impossible.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_the_own_future_is_explained() =>
        Assert.Equal(
            "coherence",
            Assert.IsType<OutcomeExplanation.Forbidden>(ExplainText("X86_64 t\n{ }\nP0 ;\nmovl (x),%eax ;\nmovl $1,(x) ;\nexists (0:rax=1)\n", "x86-tso")).Reasons[0].Rule);

    [Fact]
    public void A_recursive_definition_is_taken_apart()
    {
        const string model = "let rec ordered = po | rf | fr | co | (ordered; ordered)\nirreflexive ordered; (po | rf) as rule";
        const string alternating = "let rec a = po | (b; rf) and b = po | (a; fr) | (b; b)\nirreflexive b as rule";
        LitmusProgram program = LitmusFiles.Load("classic/csharp/SB");
        var forbidden = Assert.IsType<OutcomeExplanation.Forbidden>(Of(program, MemoryModel.FromText("m.cat", model)));
        Assert.Equal("fr fr po po", string.Join(' ', forbidden.Reasons[0].Cycle.Edges.Select(e => e.Label).Order(StringComparer.Ordinal)));
        Assert.IsType<OutcomeExplanation.Forbidden>(Of(program, MemoryModel.FromText("m.cat", alternating)));
    }

    [Theory]
    [MemberData(nameof(AllTests))]
    public void Every_outcome_is_explained_and_every_edge_is_where_it_says(string test, string model)
    {
        LitmusProgram program = LitmusFiles.Load(test);
        MemoryModel asked = Models.GetOrAdd(model, MemoryModel.BuiltIn);
        CheckResult result = ModelChecker.Check(program, asked);
        switch (new Explainer(program, asked).Explain(AskedOutcome.OfCondition(program)!))
        {
            case OutcomeExplanation.Forbidden forbidden:
                Assert.False(Happens(program, result));
                Assert.NotEmpty(forbidden.Reasons);
                Assert.All(forbidden.Reasons, reason => CheckEdges(asked, program, reason));
                break;
            case OutcomeExplanation.Allowed allowed:
                Assert.True(Happens(program, result));
                Assert.All(allowed.Strengthening?.Suggestions ?? [], s => CheckForbids(program, asked, s));
                break;
            case var other:
                Assert.IsType<OutcomeExplanation.Impossible>(other);
                Assert.False(Happens(program, result));
                break;
        }
    }

    /// <summary>Reads the model anew, with the edge's label as something to show, and asks whether the pair is in that relation.</summary>
    private static void CheckEdges(MemoryModel model, LitmusProgram program, Reason reason)
    {
        Architecture architecture = model.Compile(program).Architecture;
        IReadOnlyList<CycleEdge> edges = reason.Cycle.Edges;
        Assert.NotEmpty(edges);
        string probes = string.Concat(edges.Select((e, i) => $"\nshow {e.Label} as probe{i}"));
        CompiledModel probe = MemoryModel.FromText(model.Name, model.Text + probes).Compile(architecture);
        NodeValues values = reason.Candidate.Evaluate(probe.Graph);
        for (int i = 0; i < edges.Count; i++)
        {
            int node = probe.Shown.Single(s => s.Key == $"probe{i}").Value;
            Assert.True(values.Relation(node)[edges[i].From, edges[i].To], $"{edges[i]} of {reason.Rule}");
            if (reason.Kind != CheckKind.Empty) Assert.Equal(edges[(i + 1) % edges.Count].From, edges[i].To);
        }
    }

    private static void CheckForbids(LitmusProgram program, MemoryModel model, StrengtheningAdvice.Suggestion suggestion)
    {
        CheckResult result = ModelChecker.Check(suggestion.Program, model);
        Assert.True(result.Executions > 0, suggestion.Sentence);
        Assert.False(Happens(program, result), suggestion.Sentence);
    }

    private static bool Happens(LitmusProgram program, CheckResult result) =>
        program.Condition!.Quantifier == Quantifier.Forall ? result.Negative > 0 : result.Positive > 0;

    private static OutcomeExplanation Explain(string test, string model, string? outcome = null) => Of(LitmusFiles.Load(test), MemoryModel.BuiltIn(model), outcome);

    private static OutcomeExplanation ExplainText(string text, string model) =>
        Of(LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus")), MemoryModel.BuiltIn(model));

    private static OutcomeExplanation Of(LitmusProgram program, MemoryModel model, string? outcome = null) => new Explainer(program, model).Explain(
        outcome is null ? AskedOutcome.OfCondition(program)! : AskedOutcome.Of(LitmusParser.ParseProposition(outcome, "o", program.Test), program));
}
