using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Syntax;

namespace MemoryModelLab.Models.Cat;

/// <summary>
/// herd7's Armv8 model computes dependencies in cat, from events that read and write registers and from the order within an
/// instruction. Structures here have memory events and fences only, and give dependencies between them; so in files that compute
/// dependencies (header <c>catdep</c>) the definitions of these names are replaced by ones over memory events that mean the same. They
/// stand in <c>litmus/models/library/catdep.cat</c>.
/// </summary>
internal sealed class DependencyDefinitions(CatLibrary library)
{
    private readonly Lazy<Dictionary<string, Expression>> replacements = new(() => Load(library));

    /// <summary>The bindings with the right sides that mean the same here.</summary>
    public Bindings Replace(Bindings bindings) => bindings with { Items = [.. bindings.Items.Select(Replace)] };

    private Binding Replace(Binding binding) =>
        binding.Pattern is { IsTuple: false, Names: [{ } name] } && replacements.Value.TryGetValue(name, out Expression? value)
            ? binding with { Value = value }
            : binding;

    private static Dictionary<string, Expression> Load(CatLibrary library) =>
        library.Load(CatLibrary.PathOfEmbedded("library/catdep"), default(SourcePosition)).Instructions
            .OfType<Instruction.Let>()
            .SelectMany(let => let.Bindings.Items)
            .ToDictionary(binding => binding.Pattern.Names[0]!, binding => binding.Value);
}
