using System.Diagnostics;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Explanation.Strengthening;

/// <summary>
/// Finds the nearest change of a program that forbids an outcome: every single edit is tried under the model, and, when none suffices, every
/// two edits, cheapest first. When two are not enough, a declaration may be: all plain accesses of a location, or of two, made volatile.
/// </summary>
internal sealed class StrengtheningSearch(
    LitmusProgram program, MemoryModel model, AskedOutcome outcome, ExplanationOptions options, CancellationToken cancellation)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private int tried;
    private bool cutShort;

    /// <summary>Searches.</summary>
    public StrengtheningAdvice Run()
    {
        ProgramEdit[] edits = [.. EditCatalogue.Of(program)];
        IReadOnlyList<ProgramEdit>[] singles = [.. edits.Select(e => (IReadOnlyList<ProgramEdit>)[e]).Where(Forbids)];
        if (singles.Length > 0) return Advice(1, singles.Where(s => !singles.Any(o => IsWeaker(o, s))));

        var pairs = from i in Enumerable.Range(0, edits.Length)
                    from j in Enumerable.Range(i + 1, edits.Length - i - 1)
                    where !edits[i].IsAlternativeTo(edits[j])
                    orderby edits[i].Cost + edits[j].Cost
                    select (IReadOnlyList<ProgramEdit>)[edits[i], edits[j]];
        var found = new List<IReadOnlyList<ProgramEdit>>();
        foreach (IReadOnlyList<ProgramEdit> pair in pairs)
        {
            if (cutShort || (found.Count > 0 && Cost(pair) > Cost(found[0]))) break;
            if (Forbids(pair)) found.Add(pair);
        }

        if (found.Count > 0 || cutShort) return Advice(2, found);
        IReadOnlyList<ProgramEdit>[] declarations = [.. EditCatalogue.Declarations(program)];
        found.AddRange(declarations.Where(Forbids));
        if (found.Count > 0) return Advice(1, found);
        found.AddRange(
            (from i in Enumerable.Range(0, declarations.Length)
             from j in Enumerable.Range(i + 1, declarations.Length - i - 1)
             select (IReadOnlyList<ProgramEdit>)[.. declarations[i], .. declarations[j]]).Where(Forbids));
        return Advice(2, found);
    }

    private StrengtheningAdvice Advice(int changes, IEnumerable<IReadOnlyList<ProgramEdit>> found)
    {
        StrengtheningAdvice.Suggestion[] suggestions =
        [
            .. found.OrderBy(Cost).Select(f => new StrengtheningAdvice.Suggestion(string.Join(", and ", f.Select(e => e.Sentence).Distinct()), ProgramEdit.Apply(program, f))),
        ];
        return new StrengtheningAdvice(suggestions.Length == 0 ? 0 : changes, suggestions, tried, !cutShort);
    }

    private static int Cost(IReadOnlyList<ProgramEdit> edits) => edits.Sum(e => e.Cost);

    private static bool IsWeaker(IReadOnlyList<ProgramEdit> one, IReadOnlyList<ProgramEdit> other) =>
        one[0] != other[0] && one[0].Cost < other[0].Cost && one[0].IsAlternativeTo(other[0]);

    private bool Forbids(IReadOnlyList<ProgramEdit> edits)
    {
        cutShort |= cancellation.IsCancellationRequested || (options.Check.TimeLimit is { } limit && Stopwatch.GetElapsedTime(start) > limit);
        if (cutShort) return false;
        tried++;
        CheckResult result = ModelChecker.Check(ProgramEdit.Apply(program, edits), model, options.Check, cancellation);
        return result is { Complete: true, LoopBoundReached: false, Executions: > 0 } && !result.States.Any(s => outcome.Matches(s.Values));
    }
}
