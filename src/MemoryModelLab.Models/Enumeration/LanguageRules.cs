using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>What the language a test is written in says of the events of its threads.</summary>
/// <param name="SingleEventRmw">Whether an atomic read-modify-write is one event, as in C11, or a read and a write.</param>
/// <param name="KeepsCancelledDependencies">
/// Whether <c>r ^ r</c> still depends on r. A processor cannot see that it need not wait; a compiler folds it into 0 (the .NET JIT does).
/// </param>
internal readonly record struct LanguageRules(bool SingleEventRmw, bool KeepsCancelledDependencies)
{
    /// <summary>The rules of <paramref name="source"/>, also when its tests are compiled to something else.</summary>
    public static LanguageRules Of(Architecture source) => new(source == Architecture.C, source != Architecture.CSharp);
}
