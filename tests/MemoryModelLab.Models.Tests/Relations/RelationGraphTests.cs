using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Relations;

/// <summary>Sharing, the laws applied as nodes are made, and the analysis of what only grows.</summary>
public class RelationGraphTests
{
    private readonly RelationGraph graph = new();

    private int Po => graph.RelationLeaf(BaseRelation.Po);

    private int Rf => graph.RelationLeaf(BaseRelation.Rf);

    private int Co => graph.RelationLeaf(BaseRelation.Co);

    [Fact]
    public void EqualOperationsAreOneNode() => Assert.Equal(graph.Union(Po, Rf), graph.Union(Rf, Po));

    [Fact]
    public void FromReadsIsRecognised() => Assert.Equal(
        graph.RelationLeaf(BaseRelation.Fr), graph.Difference(graph.Sequence(graph.Inverse(Rf), Co), graph.RelationLeaf(BaseRelation.Id)));

    [Fact]
    public void BracketsBecomeRestrictions()
    {
        int reads = graph.SetLeaf(BaseSet.Reads);
        int both = graph.Sequence(graph.Sequence(graph.Identity(reads), Po), graph.Identity(reads));
        Assert.Equal(both, graph.Intersect(Po, graph.Product(reads, reads)));
    }

    [Fact]
    public void ARecursiveClosureIsAClosure()
    {
        int variable = graph.BeginFix(true);
        int body = graph.Union(Po, graph.Union(Rf, graph.Sequence(variable, variable)));
        Assert.Equal([graph.Plus(graph.Union(Po, Rf))], graph.EndFix([variable], [body]));
    }

    [Fact]
    public void WhatGrowsAndWhatShrinksIsKnown()
    {
        int acquire = graph.TagLeaf(EventTags.Acquire);
        Assert.Equal(Polarity.Constant, graph.Monotone(graph.Difference(Po, graph.Product(acquire, acquire))));
        Assert.Equal(Polarity.Increasing, graph.Monotone(graph.Plus(graph.Union(Po, graph.Sequence(Rf, Co)))));
        Assert.Equal(Polarity.Decreasing, graph.Monotone(graph.Difference(Po, Rf)));
        Assert.Equal(Polarity.Decreasing, graph.Monotone(graph.Complement(graph.Domain(Rf))));
        Assert.Equal(Polarity.Unknown, graph.Monotone(graph.Difference(Co, Rf)));
    }

    [Fact]
    public void ARecursiveDefinitionHasADirectionWhenItsBodiesKeepIt()
    {
        int x = graph.BeginFix(true), y = graph.BeginFix(true);
        int[] fix = graph.EndFix([x, y], [graph.Union(Rf, graph.Sequence(Po, y)), graph.Union(Po, graph.Sequence(x, Co))]);
        Assert.Equal(Polarity.Increasing, graph.Monotone(fix[0]));
        Assert.Equal(Polarity.Increasing, graph.Monotone(fix[1]));

        int z = graph.BeginFix(true);
        int[] mixed = graph.EndFix([z], [graph.Union(graph.Difference(Co, Rf), graph.Sequence(graph.Sequence(z, Po), z))]);
        Assert.Equal(Polarity.Unknown, graph.Monotone(mixed[0]));
    }
}
