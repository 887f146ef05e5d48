using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>
/// The weak models by their definitions, over every arbitration of the writes and every assignment of a write to each read: for histories of a few reads
/// and writes, all of them answered.
/// </summary>
internal sealed class WeakModels(History history)
{
    private readonly int[] writes = [.. Serialization.All(history).Where(o => history.Operations[o].Kind == OperationKind.Write)];
    private readonly int[] reads = [.. Serialization.All(history).Where(o => history.Operations[o].Kind == OperationKind.Read)];

    public bool Satisfies(string model) => Assignments().Any(source => model switch
    {
        "RYW" => Arbitrated(source, ryw: true),
        "MR" => Arbitrated(source, mr: true),
        "MW" => Arbitrated(source, mw: true),
        "WFR" => Arbitrated(source, wfr: true),
        "RYW+MR" => Arbitrated(source, ryw: true, mr: true),
        "RYW+MR+MW" => Arbitrated(source, ryw: true, mr: true, mw: true),
        "session(all4)" or "CCv" => Arbitrated(source, ryw: true, mr: true, mw: true, wfr: true),
        "CC" => IsCausal(source),
        "CM" => IsCausal(source) && Views(source, Causality(source)),
        "PRAM" => Views(source, (a, b) => Serialization.ProgramOrder(history, a, b)),
        _ => throw new ArgumentException(model),
    });

    /// <summary>One order of the writes with each session's, reads without their writes moving forward through it.</summary>
    public bool SatisfiesPrefix() => Serialization.Exists(history, Serialization.All(history), (a, b) =>
        Serialization.ProgramOrder(history, a, b) && history.Operations[a].Kind == history.Operations[b].Kind);

    private IEnumerable<Dictionary<int, int>> Assignments()
    {
        IEnumerable<Dictionary<int, int>> all = [[]];
        foreach (int read in reads)
        {
            int[] candidates = [.. writes.Where(w => history.Operations[w].Key == history.Operations[read].Key && history.Operations[w].Value == history.Operations[read].Value)];
            if (history.Operations[read].Value == history.Initial) candidates = [.. candidates, -1];
            all = all.SelectMany(some => candidates.Select(c => new Dictionary<int, int>(some) { [read] = c }));
        }

        return all;
    }

    /// <summary>The least sets that the rules ask reads to see, and an order of the writes in which what each read returns is the last of its key seen.</summary>
    private bool Arbitrated(Dictionary<int, int> source, bool ryw = false, bool mr = false, bool mw = false, bool wfr = false)
    {
        var sees = reads.ToDictionary(r => r, r => source[r] < 0 ? new HashSet<int>() : [source[r]]);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (int read in reads)
            {
                int before = sees[read].Count;
                if (ryw) sees[read].UnionWith(writes.Where(w => Serialization.ProgramOrder(history, w, read)));
                if (mr) sees[read].UnionWith(reads.Where(r => Serialization.ProgramOrder(history, r, read)).SelectMany(r => sees[r]));
                foreach (int seen in sees[read].ToArray())
                {
                    if (mw) sees[read].UnionWith(writes.Where(w => Serialization.ProgramOrder(history, w, seen)));
                    if (wfr) sees[read].UnionWith(reads.Where(r => source[r] >= 0 && Serialization.ProgramOrder(history, r, seen)).Select(r => source[r]));
                }

                changed |= sees[read].Count != before;
            }
        }

        return Permutations(writes).Any(order =>
            (!mw || !writes.Any(a => writes.Any(b => Serialization.ProgramOrder(history, a, b) && order.IndexOf(a) > order.IndexOf(b))))
            && (!wfr || !reads.Any(r => source[r] >= 0 && writes.Any(w => Serialization.ProgramOrder(history, r, w) && order.IndexOf(source[r]) >= order.IndexOf(w))))
            && reads.All(r => sees[r].Where(w => history.Operations[w].Key == history.Operations[r].Key).All(w => source[r] >= 0 && order.IndexOf(w) <= order.IndexOf(source[r]))));
    }

    private Func<int, int, bool> Causality(Dictionary<int, int> source)
    {
        int n = history.Operations.Length;
        var before = new bool[n, n];
        for (int a = 0; a < n; a++)
        {
            for (int b = 0; b < n; b++) before[a, b] = Serialization.ProgramOrder(history, a, b) || (source.TryGetValue(b, out int s) && s == a);
        }

        for (int k = 0; k < n; k++)
        {
            for (int a = 0; a < n; a++)
            {
                for (int b = 0; b < n; b++) before[a, b] |= before[a, k] && before[k, b];
            }
        }

        return (a, b) => before[a, b];
    }

    /// <summary>CC: causality has no cycle, and each read alone can be explained by an order of its causal past.</summary>
    private bool IsCausal(Dictionary<int, int> source)
    {
        Func<int, int, bool> before = Causality(source);
        if (Serialization.All(history).Any(o => before(o, o))) return false;
        return reads.All(read => Serialization.Exists(history, [.. writes.Where(w => before(w, read)), read], before));
    }

    /// <summary>Every session orders all writes and its own reads so that the order holds and each read returns its source.</summary>
    private bool Views(Dictionary<int, int> source, Func<int, int, bool> before) => Enumerable.Range(0, history.Clients.Count).All(session =>
    {
        int[] all = [.. Serialization.All(history).Where(o => history.Operations[o].Kind == OperationKind.Write || history.Operations[o].Client == session)];
        return Permutations(all).Any(order =>
        {
            var last = new Dictionary<int, int>();
            for (int i = 0; i < order.Count; i++)
            {
                for (int j = i + 1; j < order.Count; j++)
                {
                    if (before(order[j], order[i])) return false;
                }

                int key = history.Operations[order[i]].Key;
                if (history.Operations[order[i]].Kind == OperationKind.Write) last[key] = order[i];
                else if (last.GetValueOrDefault(key, -1) != source[order[i]]) return false;
            }

            return true;
        });
    });

    private static IEnumerable<List<int>> Permutations(int[] items)
    {
        if (items.Length == 0)
        {
            yield return [];
            yield break;
        }

        for (int i = 0; i < items.Length; i++)
        {
            foreach (List<int> rest in Permutations([.. items.Where((_, at) => at != i)]))
            {
                rest.Insert(0, items[i]);
                yield return rest;
            }
        }
    }
}
