using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>A complete execution, kept: who reads from whom and the order of the writes, allowed or not.</summary>
internal sealed class Candidate
{
    private readonly ValueFlow values;
    private readonly BitMatrix rf;
    private readonly BitMatrix co;
    private readonly BitMatrix fr;
    private readonly EventSet finalWrites;

    /// <summary>Keeps the execution a search stands at.</summary>
    public Candidate(ExecutionSearch execution)
    {
        Structure = execution.Structure;
        int n = Structure.Count;
        Evaluator relations = execution.Evaluator;
        (rf, co, fr) = (new BitMatrix(n, relations.Rf), new BitMatrix(n, relations.Co), new BitMatrix(n, relations.Fr));
        finalWrites = new EventSet(n, relations.FinalWrites);
        values = execution.Values.Copy();
    }

    /// <summary>Its events.</summary>
    public EventStructure Structure { get; }

    /// <summary>The values of a model's sets and relations over it.</summary>
    public NodeValues Evaluate(RelationGraph graph) => new(graph, Structure, rf, co, fr, finalWrites);

    /// <summary>It, for showing.</summary>
    public ExecutionGraph Graph(LitmusProgram program) => Witness.Of(Structure, values, rf, co, fr, program);
}
