using System.Collections.Immutable;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>What a model's program has made so far. It is immutable: <c>with x from S</c> goes on from one state several times.</summary>
/// <param name="Scope">What names mean.</param>
/// <param name="Checks">The checks, in order.</param>
/// <param name="Shown">The relations to show, by name.</param>
/// <param name="OrderedWrites">The writes that co orders; null for all.</param>
internal sealed record ProgramState(
    Environment Scope,
    ImmutableList<ModelCheck> Checks,
    ImmutableList<KeyValuePair<string, int>> Shown,
    int? OrderedWrites = null)
{
    /// <summary>This state with a relation to show; a name shown before is shown anew.</summary>
    public ProgramState Show(string name, int node) => Hide(name) with { Shown = Hide(name).Shown.Add(new(name, node)) };

    /// <summary>This state without a relation to show.</summary>
    public ProgramState Hide(string name) => this with { Shown = Shown.RemoveAll(s => s.Key == name) };
}
