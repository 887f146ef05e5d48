using System.Numerics;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>
/// The weak models by their definitions, over every arbitration of the writes and every assignment of a write to each read: for histories of a few reads
/// and writes, all of them answered. Sets of operations are bits of a number.
/// </summary>
internal sealed class WeakModels
{
    private readonly History history;
    private readonly int n, writes, reads;
    private readonly int[] session; // of each operation, what its session did before it
    private readonly int[] sameKey; // of each operation, the writes to its key

    public WeakModels(History history)
    {
        this.history = history;
        n = history.Operations.Length;
        (session, sameKey) = (new int[n], new int[n]);
        for (int i = 0; i < n; i++)
        {
            if (IsWrite(i)) writes |= 1 << i;
            else reads |= 1 << i;
        }

        for (int i = 0; i < n; i++)
        {
            session[i] = Set(before => Serialization.ProgramOrder(history, before, i));
            sameKey[i] = writes & Set(write => history.Operations[write].Key == history.Operations[i].Key);
        }
    }

    public bool Satisfies(string model) => Assignments(0, new int[n]).Any(source => model switch
    {
        "RYW" or "MR" or "MW" or "WFR" or "RYW+MR" or "RYW+MR+MW" or "session(all4)" or "CCv" => Arbitrations(source, model).Any(),
        "CC" => IsCausal(Causality(source)),
        "CM" => Causality(source) is var causality && IsCausal(causality) && Views(source, causality),
        "PRAM" => Views(source, session),
        _ => throw new ArgumentException(model),
    });

    /// <summary>Whether a model of session guarantees is satisfied by an order of all writes.</summary>
    public bool IsSatisfiedBy(string model, IReadOnlyList<int> arbitration) => Assignments(0, new int[n]).Any(source => Arbitrations(source, model).Any(order => order.SequenceEqual(arbitration)));

    /// <summary>One order of the writes with each session's, reads without their writes moving forward through it.</summary>
    public bool SatisfiesPrefix() => Serialization.Exists(history, Serialization.All(history), (a, b) =>
        Serialization.ProgramOrder(history, a, b) && history.Operations[a].Kind == history.Operations[b].Kind);

    /// <summary>
    /// One order of the writes with each session's, of which each read for itself sees a beginning, none of whose writes is invoked after the read's answer. Where the servers recorded
    /// an order it is that one.
    /// </summary>
    public bool SatisfiesPrefixPerRead()
    {
        var before = new int[n];
        bool isRecorded = Set(i => IsWrite(i) && history.Operations[i].Version < 0) == 0;
        for (int i = 0; i < n; i++) before[i] = (session[i] & writes) | (isRecorded && IsWrite(i) ? Set(w => IsWrite(w) && history.Operations[w].Version < history.Operations[i].Version) : 0);
        return Orders([], 0, before).Any(order => Members(reads).All(read => Enumerable.Range(0, order.Length + 1).Any(length =>
        {
            int[] seen = order[..length];
            if (Array.Exists(seen, w => history.Operations[read].Precedes(history.Operations[w]))) return false;
            int last = Array.FindLastIndex(seen, w => history.Operations[w].Key == history.Operations[read].Key);
            return history.Operations[read].Value == (last < 0 ? history.Initial : history.Operations[seen[last]].Value);
        })));
    }

    /// <summary>
    /// Nobody reads what is not written before the read's answer; and there is one value of each key that all its final reads return. It is not the initial value, unless nobody had
    /// written: an update that was acknowledged is never lost.
    /// </summary>
    public bool SatisfiesEventual() => Members(reads).All(read =>
    {
        Operation it = history.Operations[read];
        bool Wrote(int write) => history.Operations[write].Value == it.Value && !it.Precedes(history.Operations[write]);
        bool isWritten = Members(sameKey[read]).Any(Wrote);
        if (!isWritten && it.Value != history.Initial) return false;
        if (!it.IsFinal) return true;
        if (!isWritten && Members(sameKey[read]).Any(write => history.Operations[write].Precedes(it))) return false;
        return Members(reads).All(other => !history.Operations[other].IsFinal || history.Operations[other].Key != it.Key || history.Operations[other].Value == it.Value);
    });

    private bool IsWrite(int operation) => history.Operations[operation].Kind == OperationKind.Write;

    private int Set(Func<int, bool> contains)
    {
        int set = 0;
        for (int i = 0; i < n; i++) set |= contains(i) ? 1 << i : 0;
        return set;
    }

    private static IEnumerable<int> Members(int set)
    {
        for (; set != 0; set &= set - 1) yield return BitOperations.TrailingZeroCount(set);
    }

    /// <summary>Which write each read returns; -1 for the initial value.</summary>
    private IEnumerable<int[]> Assignments(int from, int[] source)
    {
        while (from < n && IsWrite(from)) source[from++] = -1;
        if (from == n)
        {
            yield return source;
            yield break;
        }

        int[] candidates = [.. Members(sameKey[from]).Where(w => history.Operations[w].Value == history.Operations[from].Value)];
        if (history.Operations[from].Value == history.Initial) candidates = [.. candidates, -1];
        foreach (int candidate in candidates)
        {
            source[from] = candidate;
            foreach (int[] all in Assignments(from + 1, source)) yield return all;
        }
    }

    /// <summary>The orders of the writes in which what each read returns is the last of its key among the least that the rules ask it to see.</summary>
    private IEnumerable<int[]> Arbitrations(int[] source, string model)
    {
        bool all = model is "session(all4)" or "CCv", ryw = all || model.Contains("RYW"), mr = all || model.Contains("MR"), mw = all || model.Contains("MW"), wfr = all || model == "WFR";
        var sees = new int[n];
        foreach (int read in Members(reads)) sees[read] = source[read] < 0 ? 0 : 1 << source[read];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (int read in Members(reads))
            {
                int seen = sees[read];
                if (ryw) seen |= session[read] & writes;
                if (mr) foreach (int earlier in Members(session[read] & reads)) seen |= sees[earlier];
                foreach (int write in Members(seen))
                {
                    if (mw) seen |= session[write] & writes;
                    if (wfr) seen |= Returned(write);
                }

                changed |= seen != sees[read];
                sees[read] = seen;
            }
        }

        var before = new int[n];
        foreach (int write in Members(writes))
        {
            if (mw) before[write] |= session[write] & writes;
            if (wfr) before[write] |= Returned(write);
        }

        foreach (int read in Members(reads))
        {
            int seen = sees[read] & sameKey[read];
            if (source[read] < 0 && seen != 0) return [];
            if (source[read] >= 0) before[source[read]] |= seen & ~(1 << source[read]);
        }

        return Orders([], 0, before);

        // What the writer had read before it wrote.
        int Returned(int write)
        {
            int returned = 0;
            foreach (int read in Members(session[write] & reads)) returned |= source[read] < 0 ? 0 : 1 << source[read];
            return returned;
        }
    }

    /// <summary>Every order of all writes in which what must be comes before.</summary>
    private IEnumerable<int[]> Orders(int[] order, int placed, int[] before)
    {
        if (placed == writes) return [order];
        return Members(writes & ~placed).Where(next => (before[next] & ~placed) == 0).SelectMany(next => Orders([.. order, next], placed | (1 << next), before));
    }

    private int[] Causality(int[] source)
    {
        var before = new int[n];
        for (int i = 0; i < n; i++) before[i] = session[i] | (source[i] < 0 ? 0 : 1 << source[i]);
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                if ((before[i] >> k & 1) == 1) before[i] |= before[k];
            }
        }

        return before;
    }

    /// <summary>CC: causality has no cycle, and each read alone can be explained by an order of its causal past.</summary>
    private bool IsCausal(int[] before)
    {
        for (int i = 0; i < n; i++)
        {
            if ((before[i] >> i & 1) == 1) return false;
        }

        return Members(reads).All(read => Serialization.Exists(history, [.. Members(before[read] & writes), read], (a, b) => (before[b] >> a & 1) == 1));
    }

    /// <summary>Every session orders all writes and its own reads so that the order holds and each read returns its source.</summary>
    private bool Views(int[] source, int[] before)
    {
        var last = new int[history.Keys.Count];
        Array.Fill(last, -1);
        return Enumerable.Range(0, history.Clients.Count).All(client => Place(0, writes | Set(i => history.Operations[i].Client == client)));

        bool Place(int placed, int all)
        {
            if (placed == all) return true;
            foreach (int next in Members(all & ~placed))
            {
                ref int newest = ref last[history.Operations[next].Key];
                if ((before[next] & all & ~placed) != 0 || (!IsWrite(next) && newest != source[next])) continue;
                int old = newest;
                if (IsWrite(next)) newest = next;
                bool found = Place(placed | (1 << next), all);
                newest = old;
                if (found) return true;
            }

            return false;
        }
    }
}
