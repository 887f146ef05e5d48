namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>
/// Looks for orderings under which a program passes. Stronger orderings allow fewer executions, so all sites are made as strong as they can be
/// first; if the program fails even so, orderings are not what is wrong. Otherwise one site after the other is taken back as far as the
/// program still passes: what is left cannot be taken back anywhere.
/// </summary>
/// <param name="passes">Whether the program passes under changed orderings, and the sites that were met.</param>
internal sealed class RepairSearch(Func<IReadOnlyDictionary<int, Ordering>, (ExplorationVerdict Verdict, IReadOnlyDictionary<int, Ordering> Met)> passes)
{
    /// <summary>The changes that make a failing program pass; empty when it passes as it is, null when none were found.</summary>
    public IReadOnlyList<Change>? Strengthen()
    {
        if (passes(new Dictionary<int, Ordering>()) is { Verdict: ExplorationVerdict.Passed })
            return [];
        foreach (Ordering strongest in new[] { Ordering.Volatile, Ordering.Fenced })
        {
            if (AllAt(strongest) is { } strong)
                return TakeBack(strong);
        }
        return null;
    }

    /// <summary>The orderings that a passing program does not need, each by itself.</summary>
    public IReadOnlyList<Change> Relax()
    {
        (ExplorationVerdict verdict, IReadOnlyDictionary<int, Ordering> met) = passes(new Dictionary<int, Ordering>());
        if (verdict != ExplorationVerdict.Passed)
            return [];
        return
        [
            .. met.Where(site => site.Value != Ordering.Plain && SiteTable.Get(site.Key).Line > 0)
                .Where(site => passes(new Dictionary<int, Ordering> { [site.Key] = Ordering.Plain }).Verdict == ExplorationVerdict.Passed)
                .Select(site => new Change(SiteTable.Get(site.Key), site.Value, Ordering.Plain))
                .OrderBy(change => change.Site.Place, StringComparer.Ordinal),
        ];
    }

    /// <summary>All sites at one ordering, once no further site is met; null where the program fails even so.</summary>
    private Dictionary<int, (Ordering From, Ordering To)>? AllAt(Ordering strongest)
    {
        var all = new Dictionary<int, (Ordering From, Ordering To)>();
        while (true)
        {
            (ExplorationVerdict verdict, IReadOnlyDictionary<int, Ordering> met) = passes(all.ToDictionary(site => site.Key, site => site.Value.To));
            int known = all.Count;
            foreach ((int site, Ordering written) in met)
            {
                if (written < strongest && SiteTable.Get(site).Line > 0)
                    all.TryAdd(site, (written, strongest));
            }
            if (verdict == ExplorationVerdict.Passed)
                return all;
            if (all.Count == known)
                return null;
        }
    }

    private IReadOnlyList<Change> TakeBack(Dictionary<int, (Ordering From, Ordering To)> strong)
    {
        foreach (int site in strong.Keys.ToArray())
        {
            (Ordering from, Ordering to) = strong[site];
            for (Ordering weaker = from; weaker < to; weaker++)
            {
                strong[site] = (from, weaker);
                if (passes(strong.ToDictionary(other => other.Key, other => other.Value.To)).Verdict == ExplorationVerdict.Passed)
                    break;
                strong[site] = (from, to);
            }
        }
        return
        [
            .. strong.Where(site => site.Value.From != site.Value.To)
                .Select(site => new Change(SiteTable.Get(site.Key), site.Value.From, site.Value.To))
                .OrderBy(change => change.Site.Place, StringComparer.Ordinal),
        ];
    }
}
