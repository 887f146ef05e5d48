using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>
/// Where values were written more than once: which write each read returns is part of the search. Reads are given their source one by one; a
/// contradiction among those that have one remains whatever the others get.
/// </summary>
internal sealed class SourceSearch(Accesses accesses, Func<Verdict> check, Budget budget)
{
    private const string Algorithm = "search over the writes that reads may return";

    private Verdict? violation, found;

    public Verdict Run()
    {
        Verdict verdict = Choose() switch
        {
            true => found! with { Algorithm = Algorithm },
            false => violation! with { Algorithm = Algorithm, Reason = $"whichever write each read returns; for one choice: {violation!.Reason}" },
            null => new Verdict("", Judgement.Inconclusive, Algorithm) { Reason = budget.Reason },
        };
        foreach ((int read, _) in accesses.Ambiguous) accesses.Source[read] = Accesses.None;
        return verdict;
    }

    private bool? Choose()
    {
        var chosen = new int[accesses.Ambiguous.Count]; // of each read, the number of the source it has, from 1
        for (int number = 0; ;)
        {
            if (budget.IsSpent) return null;
            Verdict verdict = check();
            if (verdict.Judgement == Judgement.Inconclusive) return null;
            if (verdict.Judgement == Judgement.Satisfied && number == chosen.Length)
            {
                found = verdict;
                return true;
            }

            if (verdict.Judgement == Judgement.Violated)
            {
                violation = verdict;
                number--;
            }

            while (number >= 0 && !Advance(number, ref chosen[number])) number--;
            if (number++ < 0) return false;
        }
    }

    /// <summary>Gives a read its next source; none, and false, when it had them all.</summary>
    private bool Advance(int number, ref int chosen)
    {
        (int read, int[] sources) = accesses.Ambiguous[number];
        if (chosen < sources.Length && sources[chosen] == read) chosen++;
        bool isOne = chosen < sources.Length;
        accesses.Source[read] = isOne ? sources[chosen] : Accesses.None;
        chosen = isOne ? chosen + 1 : 0;
        return isOne;
    }
}
