using MemoryModelLab.Models.Cat;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models;

/// <summary>A memory model as relational operations over the base relations of an execution, and the checks on them.</summary>
public sealed class CompiledModel
{
    private readonly Lazy<EvaluationPlan> plan;

    /// <summary>Creates a model from its parts.</summary>
    public CompiledModel() => plan = new Lazy<EvaluationPlan>(() => new EvaluationPlan(this)); // made once, whichever thread asks first

    /// <summary>The definitions.</summary>
    public required RelationGraph Graph { get; init; }

    /// <summary>The checks in the order of the file. An execution is allowed when all required ones hold.</summary>
    public required IReadOnlyList<ModelCheck> Checks { get; init; }

    /// <summary>
    /// The set of writes that co orders, when the model does not order all of them (C11's modification order is one of atomic writes). Which
    /// of the others a location ends with is then a choice of its own, <see cref="BaseSet.FinalWrites"/>. Null: all writes.
    /// </summary>
    public int? OrderedWrites { get; init; }

    internal EvaluationPlan Plan => plan.Value;

    /// <summary>What the model's files call their sets and relations; found when somebody asks.</summary>
    internal Lazy<DefinitionNames> Definitions { get; init; } = new(() => DefinitionNames.None);

    /// <summary>The relations the model asks to be shown in graphs, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Shown { get; init; }

    /// <summary>
    /// Whether these are all checks. They are not where the model's program goes on by what a set or relation holds: then they are those
    /// before that point, and what an execution fails here it fails anyway.
    /// </summary>
    public bool IsComplete { get; init; } = true;
}
