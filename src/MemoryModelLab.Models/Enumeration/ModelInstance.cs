using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// A model as one check asks it. Most models' programs run once for all tests. One that takes decisions by the elements of a set or
/// relation runs again for each event structure, and one that decides by rf or co again for each execution.
/// </summary>
internal sealed class ModelInstance
{
    private readonly MemoryModel? model;
    private readonly Architecture architecture;

    /// <summary>The model for tests of an architecture.</summary>
    public ModelInstance(MemoryModel model, Architecture architecture)
        : this(model.Compile(architecture)) => (this.model, this.architecture) = (model, architecture);

    /// <summary>A model that has no program.</summary>
    public ModelInstance(CompiledModel whole) => Whole = whole;

    /// <summary>What holds for every test: all of the model, or its beginning.</summary>
    public CompiledModel Whole { get; }

    /// <summary>The models the program comes to over an event structure; null when it asks for rf or co.</summary>
    public IReadOnlyList<CompiledModel>? For(EventStructure structure)
    {
        var graph = new RelationGraph();
        return model!.Compile(architecture, graph, new NodeValues(graph, structure));
    }

    /// <summary>The flags raised in each way the program can go on over an execution that allows it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Judge(ExecutionSearch execution)
    {
        EventStructure structure = execution.Structure;
        int n = structure.Count;
        Evaluator relations = execution.Evaluator;
        var graph = new RelationGraph();
        var values = new NodeValues(
            graph, structure, new BitMatrix(n, relations.Rf), new BitMatrix(n, relations.Co), new BitMatrix(n, relations.Fr), new EventSet(n, relations.FinalWrites));
        IReadOnlyList<CompiledModel> ways = model!.Compile(architecture, graph, values)
            ?? throw new InvalidOperationException("a complete execution leaves nothing unknown");
        return [.. ways.Where(way => way.Checks.All(c => c.Severity != CheckSeverity.Require || values.Holds(c)))
            .Select(way => way.Checks.Where(c => Raises(c, values)).Select(c => c.Name).ToArray())];
    }

    private static bool Raises(ModelCheck check, NodeValues values) => check.Severity switch
    {
        CheckSeverity.Flag => values.Holds(check),
        CheckSeverity.UndefinedUnless => !values.Holds(check),
        _ => false,
    };
}
