using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>
/// Where values were written more than once: which write each read returns is part of the search. Reads are given their source one by one; a
/// contradiction among those that have one remains whatever the others get.
/// </summary>
internal sealed class SourceSearch(Accesses accesses, Func<Verdict> check, Budget budget)
{
    private const string Algorithm = "search over the writes that reads may return";

    private Verdict? violation;

    public Verdict Run()
    {
        Verdict verdict = Choose(0) switch
        {
            true => new Verdict("", Judgement.Satisfied, Algorithm),
            false => violation! with { Algorithm = Algorithm, Reason = $"whichever write each read returns; for one choice: {violation!.Reason}" },
            null => new Verdict("", Judgement.Inconclusive, Algorithm) { Reason = budget.Reason },
        };
        foreach ((int read, _) in accesses.Ambiguous) accesses.Source[read] = Accesses.None;
        return verdict;
    }

    private bool? Choose(int number)
    {
        if (budget.IsSpent) return null;
        Verdict verdict = check();
        if (verdict.Judgement == Judgement.Inconclusive) return null;
        if (verdict.Judgement == Judgement.Violated)
        {
            violation = verdict;
            return false;
        }

        if (number == accesses.Ambiguous.Count) return true;
        (int read, int[] sources) = accesses.Ambiguous[number];
        foreach (int source in sources)
        {
            accesses.Source[read] = source;
            bool? found = Choose(number + 1);
            accesses.Source[read] = Accesses.None;
            if (found is true) return true;
            if (found is null) return null;
        }

        return false;
    }
}
