using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Explanation.Strengthening;

/// <summary>The nearest changes of a program that forbid an outcome.</summary>
/// <param name="Changes">How many changes each takes, 1 or 2, one declaration counting as one; 0 when up to two do not suffice.</param>
/// <param name="Suggestions">The changes, the weakest first.</param>
/// <param name="Tried">How many programs were checked.</param>
/// <param name="IsComplete">Whether all were that had to be.</param>
public sealed record StrengtheningAdvice(int Changes, IReadOnlyList<StrengtheningAdvice.Suggestion> Suggestions, int Tried, bool IsComplete)
{
    /// <summary>One way.</summary>
    /// <param name="Sentence">What to change in the source.</param>
    /// <param name="Program">The program with the change.</param>
    public sealed record Suggestion(string Sentence, LitmusProgram Program);
}
