using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>What the language a test is written in says of the events of its threads.</summary>
/// <param name="SingleEventRmw">Whether an atomic read-modify-write is one event, as in C11, or a read and a write.</param>
/// <param name="SemanticDependencies">
/// Whether only what really depends counts: a compiler sees that <c>r ^ r</c> is 0, and that an <c>if</c> does not matter to what is done
/// either way. A processor sees neither; there, what is computed from r depends on r.
/// </param>
internal readonly record struct LanguageRules(bool SingleEventRmw, bool SemanticDependencies)
{
    /// <summary>The rules of <paramref name="source"/>, also when its tests are compiled to something else.</summary>
    public static LanguageRules Of(Architecture source) => new(source == Architecture.C, source == Architecture.CSharp);
}
