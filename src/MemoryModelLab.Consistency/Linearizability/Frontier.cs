namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Just-in-time linearization (Lowe, "Testing for linearizability", 2017): the events pass one by one, and of all linearizations so far only
/// their frontier is kept: the register's value and which of the operations under way took effect, a bit each in a window. An operation that is
/// answered must have taken effect; where it has not, it and whatever must come before it takes effect now.
/// <list type="bullet">
/// <item>A read takes effect as soon as its value is there: it changes nothing.</item>
/// <item>A write nobody saw may have taken effect directly before the last visible write, if it was under way when that one took effect: it is
/// <em>hidden</em>. So another write takes effect before its time only when an operation under way waits for its value; a compare-and-set may wait
/// for the value that is already there, for the write to disappear before it.</item>
/// <item>Of updates that are alike, the one owed first takes effect first: the two may change places.</item>
/// <item>Of two configurations with the same value and updates, one that read no less and whose last write is no older is enough; and one in which fewer updates of unknown
/// outcome took effect, for these need not.</item>
/// </list>
/// </summary>
internal sealed class Frontier : ISearch
{
    private const int MostConfigurations = 1_000_000;
    private const int MostInPairs = 32; // configurations that are compared each with each
    private const int MostInGroup = 256; // those that one is compared with where there are more
    private const int MostPerWidth = 16; // so many times the width are looked at before they are narrowed down

    private readonly RegisterOperation[] operations;
    private readonly int[] returns; // the operations that are answered, in that order
    private int width;
    private readonly OpenOperations under;
    private List<Configuration> frontier;
    private List<Configuration> next = [];
    private readonly Dictionary<(int Value, UInt128 Done), int> seen = []; // by the value and the updates of known outcome that took effect: the last visited
    private readonly List<(Configuration Configuration, int Before)> visited = []; // and of each the one before it with the same
    private readonly Queue<Configuration> work = new(); // first what took few updates: it dominates much of what comes later
    private int nextCall, nextReturn;
    private int expanding; // which of the frontier's configurations comes next
    private bool isAnswering;

    /// <summary>Prepares the search.</summary>
    /// <param name="problem">The operations.</param>
    /// <param name="width">How many configurations are kept; when there are more, the most promising, and the search then finds linearizations only.</param>
    public Frontier(RegisterProblem problem, int width = int.MaxValue)
    {
        this.width = width;
        operations = problem.Operations;
        under = new OpenOperations(problem);
        returns = [.. Enumerable.Range(0, operations.Length).Where(i => !operations[i].IsPending)];
        Array.Sort(returns, (a, b) => operations[a].Return.CompareTo(operations[b].Return));
        frontier = [.. problem.Initial.Select(value => new Configuration(value, 0, -1))];
        if (returns.Length == 0) Answer = true;
    }

    public bool? Answer { get; private set; }

    public bool GaveUp { get; private set; }

    /// <summary>Whether configurations were left out.</summary>
    public bool IsNarrowed { get; private set; }

    /// <summary>How many answers have passed.</summary>
    public int Answered => nextReturn;

    /// <summary>Where the search stands between two answers, to go back to.</summary>
    public Place Save() => new([.. frontier], under.Save(), nextCall, nextReturn);

    /// <summary>Goes on from a place with another width.</summary>
    public void GoOn(Place place, int newWidth)
    {
        (width, IsNarrowed, GaveUp, isAnswering, nextCall, nextReturn) = (newWidth, true, false, false, place.NextCall, place.NextReturn);
        frontier.Clear();
        frontier.AddRange(place.Frontier);
        next.Clear();
        work.Clear();
        seen.Clear();
        visited.Clear();
        under.GoBackTo(place.Open);
    }

    /// <summary>Keeps fewer configurations, or more, from here on.</summary>
    public void SetWidth(int newWidth) => width = newWidth;

    /// <summary>The operation at whose answer no linearization was left.</summary>
    public int Last => returns[nextReturn];

    public void Advance(int steps) => Advance(steps, int.MaxValue);

    /// <summary>Goes on for about so many steps, and not beyond so many answers.</summary>
    public void Advance(int steps, int answers)
    {
        while (steps > 0 && Answer is null && !GaveUp && (isAnswering || nextReturn < answers))
        {
            if (!isAnswering)
            {
                BeginAnswer();
                steps -= frontier.Count;
            }
            else if (work.Count > 0)
            {
                if (next.Count > MostPerWidth * (long)width) Narrow(work);
                else Expand(work.Dequeue());
                steps--;
            }
            else if (expanding < frontier.Count)
            {
                Visit(frontier[expanding++]);
                steps--;
            }
            else
            {
                EndAnswer();
            }

            if (visited.Count > MostConfigurations) GaveUp = true;
        }
    }

    /// <summary>Lets invocations pass up to the next response.</summary>
    private void BeginAnswer()
    {
        int answer = operations[returns[nextReturn]].Return;
        for (; nextCall < operations.Length && operations[nextCall].Call < answer; nextCall++)
        {
            if (!under.TryOpen(nextCall))
            {
                GaveUp = true;
                return;
            }

            ref readonly RegisterOperation operation = ref operations[nextCall];
            if (operation.IsUpdate) continue;
            UInt128 bit = under.BitOf(nextCall);
            for (int i = 0; i < frontier.Count; i++)
            {
                if (operation.Applies(frontier[i].Value)) frontier[i] = frontier[i] with { Done = frontier[i].Done | bit };
            }
        }

        (isAnswering, expanding) = (true, 0);
    }

    private void EndAnswer()
    {
        isAnswering = false;
        seen.Clear();
        visited.Clear();
        if (next.Count == 0)
        {
            if (IsNarrowed) GaveUp = true;
            else Answer = false;
            return;
        }

        UInt128 bit = under.BitOf(returns[nextReturn]);
        under.Close(returns[nextReturn]);
        for (int i = 0; i < next.Count; i++) next[i] = next[i] with { Done = next[i].Done & ~bit };
        RemoveDominated();
        if (next.Count > width) KeepPromising();
        (frontier, next) = (next, frontier);
        next.Clear();
        if (++nextReturn == returns.Length) Answer = true;
    }

    private void Narrow(Queue<Configuration> left)
    {
        left.Clear();
        IsNarrowed = true;
    }

    /// <summary>
    /// Keeps the configurations that still owe little: reads and compare-and-sets under way that took effect are obligations met, while a write that took
    /// effect, or anything of unknown outcome, is lost to those who will wait for its value. As many of each value as of any other.
    /// </summary>
    private void KeepPromising()
    {
        IsNarrowed = true;
        var ranked = new (int Rank, int Promise, int At)[next.Count];
        for (int i = 0; i < ranked.Length; i++) ranked[i] = (next[i].Value, -Promise(next[i]), i);
        Array.Sort(ranked);
        for (int i = 0, rank = 0; i < ranked.Length; i++)
        {
            rank = i > 0 && next[ranked[i].At].Value == next[ranked[i - 1].At].Value ? rank + 1 : 0;
            ranked[i].Rank = rank;
        }

        Array.Sort(ranked);
        var kept = new List<Configuration>(width);
        for (int i = 0; i < width; i++) kept.Add(next[ranked[i].At]);
        next.Clear();
        next.AddRange(kept);
    }

    private int Promise(in Configuration configuration)
    {
        UInt128 lost = under.Pending | under.Writes, met = configuration.Done & ~lost, used = configuration.Done & lost;
        return (int)UInt128.PopCount(met) - (4 * (int)UInt128.PopCount(used));
    }

    /// <summary>Whether the operation that is answered took effect decides where a configuration goes.</summary>
    private void Visit(in Configuration configuration)
    {
        (int, UInt128) key = (configuration.Value, configuration.Done & ~(under.Reads | under.Pending));
        int last = seen.GetValueOrDefault(key, -1);
        for (int at = last, compared = 0; at >= 0 && compared < MostInGroup; at = visited[at].Before, compared++)
        {
            if (Dominates(visited[at].Configuration, configuration)) return;
        }

        seen[key] = visited.Count;
        visited.Add((configuration, last));
        if ((configuration.Done & under.BitOf(returns[nextReturn])) != 0) next.Add(configuration);
        else work.Enqueue(configuration);
    }

    private void Expand(in Configuration origin)
    {
        int answered = returns[nextReturn];
        ref readonly RegisterOperation owed = ref operations[answered];
        if (owed.Action == RegisterAction.Write && origin.Stamp > owed.Call) Visit(origin with { Done = origin.Done | under.BitOf(answered) });
        for (UInt128 left = under.UpdatesOf(origin.Value) & ~origin.Done; left != 0; left &= left - 1)
        {
            int index = under[(int)UInt128.TrailingZeroCount(left)];
            if (index == answered || IsUseful(index, origin)) Visit(After(origin, index));
        }
    }

    private Configuration After(in Configuration origin, int index)
    {
        ref readonly RegisterOperation update = ref operations[index];
        UInt128 done = origin.Done | under.BitOf(index) | under.ReadsOf(update.Value);
        return new Configuration(update.Value, done, update.Action == RegisterAction.Write ? operations[returns[nextReturn]].Return : origin.Stamp);
    }

    private bool IsUseful(int index, in Configuration origin)
    {
        ref readonly RegisterOperation update = ref operations[index];
        if (update.Action == RegisterAction.Write && (under.Awaiting(origin.Value, update.Value) & ~origin.Done) == 0) return false;
        for (UInt128 left = under.Like(index) & ~origin.Done; left != 0; left &= left - 1)
        {
            ref readonly RegisterOperation other = ref operations[under[(int)UInt128.TrailingZeroCount(left)]];
            if (other.Return < update.Return || (other.Return == update.Return && other.Index < update.Index)) return false;
        }

        return true;
    }

    private void RemoveDominated()
    {
        if (next.Count < 2) return;
        if (next.Count > MostInPairs)
        {
            RemoveDominatedOfMany();
            return;
        }

        for (int i = 0; i < next.Count; i++)
        {
            for (int j = 0; j < next.Count; j++)
            {
                if (i == j || next[i].Value != next[j].Value || !Dominates(next[i], next[j])) continue;
                next.RemoveAt(j);
                if (j < i) i--;
                j--;
            }
        }
    }

    /// <summary>Those with the fewest updates of unknown outcome first: they dominate the others.</summary>
    private void RemoveDominatedOfMany()
    {
        UInt128 told = ~(under.Reads | under.Pending);
        var kept = new Dictionary<(int Value, UInt128 Updates), List<Configuration>>();
        foreach (Configuration one in next.OrderBy(c => (int)UInt128.PopCount(c.Done & under.Pending)))
        {
            (int Value, UInt128 Updates) key = (one.Value, one.Done & told);
            if (!kept.TryGetValue(key, out List<Configuration>? group)) kept.Add(key, group = []);
            bool isDominated = false;
            for (int i = 0; i < group.Count && i < MostInGroup && !isDominated; i++) isDominated = Dominates(group[i], one);
            if (!isDominated) group.Add(one);
        }

        next.Clear();
        foreach (List<Configuration> group in kept.Values) next.AddRange(group);
    }

    /// <summary>Whether whatever can follow one configuration can follow another of the same value.</summary>
    private bool Dominates(in Configuration one, in Configuration other)
    {
        UInt128 different = one.Done ^ other.Done, more = one.Done & different, less = other.Done & different;
        return one.Stamp >= other.Stamp && (more & ~under.Reads) == 0 && (less & ~under.Pending) == 0;
    }

    /// <summary>A frontier between two answers.</summary>
    internal sealed record Place(Configuration[] Frontier, int[] Open, int NextCall, int NextReturn);

    /// <summary>Where linearizations of what has passed may stand.</summary>
    /// <param name="Value">The register's value.</param>
    /// <param name="Done">Which of the operations under way took effect.</param>
    /// <param name="Stamp">The event at which the last visible write took effect.</param>
    internal readonly record struct Configuration(int Value, UInt128 Done, int Stamp);
}
