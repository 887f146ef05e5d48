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
/// <item>Of two configurations with the same value and updates, one that read no less and whose last write is no older is enough.</item>
/// </list>
/// </summary>
internal sealed class Frontier : ISearch
{
    private const int MostConfigurations = 1_000_000;
    private const int Window = 128;

    private readonly RegisterOperation[] operations;
    private readonly int[] returns; // the operations that are answered, in that order
    private readonly int[] slots = new int[Window]; // the operation under way at each bit
    private readonly int[] slotOf;
    private UInt128 open, openReads;
    private List<Configuration> frontier;
    private List<Configuration> next = [];
    private readonly Dictionary<(int Value, UInt128 Done), int> seen = [];
    private readonly Stack<Configuration> work = new();
    private int nextCall, nextReturn;
    private int expanding; // which of the frontier's configurations comes next
    private bool isAnswering;

    public Frontier(RegisterProblem problem)
    {
        operations = problem.Operations;
        slotOf = new int[operations.Length];
        returns = [.. Enumerable.Range(0, operations.Length).Where(i => !operations[i].IsPending)];
        Array.Sort(returns, (a, b) => operations[a].Return.CompareTo(operations[b].Return));
        frontier = [.. problem.Initial.Select(value => new Configuration(value, 0, -1))];
        if (returns.Length == 0) Answer = true;
    }

    public bool? Answer { get; private set; }

    public bool GaveUp { get; private set; }

    /// <summary>The operation at whose answer no linearization was left.</summary>
    public int Last => returns[nextReturn];

    public void Advance(int steps)
    {
        while (steps > 0 && Answer is null && !GaveUp)
        {
            if (!isAnswering)
            {
                BeginAnswer();
                steps -= frontier.Count;
            }
            else if (work.Count > 0)
            {
                Expand(work.Pop());
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

            if (seen.Count > MostConfigurations) GaveUp = true;
        }
    }

    /// <summary>Lets invocations pass up to the next response.</summary>
    private void BeginAnswer()
    {
        int answer = operations[returns[nextReturn]].Return;
        for (; nextCall < operations.Length && operations[nextCall].Call < answer; nextCall++)
        {
            int slot = (int)UInt128.TrailingZeroCount(~open);
            if (slot >= Window)
            {
                GaveUp = true;
                return;
            }

            ref readonly RegisterOperation operation = ref operations[nextCall];
            (slots[slot], slotOf[nextCall]) = (nextCall, slot);
            UInt128 bit = UInt128.One << slot;
            open |= bit;
            if (operation.IsUpdate) continue;
            openReads |= bit;
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
        if (next.Count == 0)
        {
            Answer = false;
            return;
        }

        UInt128 bit = UInt128.One << slotOf[returns[nextReturn]];
        (open, openReads) = (open & ~bit, openReads & ~bit);
        for (int i = 0; i < next.Count; i++) next[i] = next[i] with { Done = next[i].Done & ~bit };
        RemoveDominated();
        (frontier, next) = (next, frontier);
        next.Clear();
        if (++nextReturn == returns.Length) Answer = true;
    }

    /// <summary>Whether the operation that is answered took effect decides where a configuration goes.</summary>
    private void Visit(in Configuration configuration)
    {
        bool isDone = (configuration.Done >> slotOf[returns[nextReturn]] & 1) == 1;
        if (seen.TryGetValue((configuration.Value, configuration.Done), out int stamp) && stamp >= configuration.Stamp) return;
        seen[(configuration.Value, configuration.Done)] = configuration.Stamp;
        if (isDone) next.Add(configuration);
        else work.Push(configuration);
    }

    private void Expand(in Configuration origin)
    {
        int answered = returns[nextReturn];
        ref readonly RegisterOperation owed = ref operations[answered];
        if (owed.Action == RegisterAction.Write && origin.Stamp > owed.Call) Visit(origin with { Done = origin.Done | (UInt128.One << slotOf[answered]) });
        UInt128 undone = open & ~origin.Done;
        for (UInt128 left = undone & ~openReads; left != 0; left &= left - 1)
        {
            int index = slots[(int)UInt128.TrailingZeroCount(left)];
            ref readonly RegisterOperation update = ref operations[index];
            if (!update.Applies(origin.Value)) continue;
            if (index != answered && (IsLikeAnEarlier(update, undone) || (update.Action == RegisterAction.Write && !IsAwaited(update, index, origin.Value, undone)))) continue;
            Visit(After(origin, index));
        }
    }

    private Configuration After(in Configuration origin, int index)
    {
        ref readonly RegisterOperation update = ref operations[index];
        UInt128 done = origin.Done | (UInt128.One << slotOf[index]);
        for (UInt128 reads = openReads & ~done; reads != 0; reads &= reads - 1)
        {
            int slot = (int)UInt128.TrailingZeroCount(reads);
            if (operations[slots[slot]].Applies(update.Value)) done |= UInt128.One << slot;
        }

        return new Configuration(update.Value, done, update.Action == RegisterAction.Write ? operations[returns[nextReturn]].Return : origin.Stamp);
    }

    private bool IsLikeAnEarlier(in RegisterOperation update, UInt128 undone)
    {
        for (UInt128 left = undone & ~openReads; left != 0; left &= left - 1)
        {
            ref readonly RegisterOperation other = ref operations[slots[(int)UInt128.TrailingZeroCount(left)]];
            if (other.IsLike(update) && (other.Return < update.Return || (other.Return == update.Return && other.Index < update.Index))) return true;
        }

        return false;
    }

    private bool IsAwaited(in RegisterOperation update, int index, int value, UInt128 undone)
    {
        for (UInt128 left = undone; left != 0; left &= left - 1)
        {
            int other = slots[(int)UInt128.TrailingZeroCount(left)];
            if (other == index) continue;
            ref readonly RegisterOperation waiting = ref operations[other];
            if (waiting.Wants(update.Value)) return true;
            if (update.Value != value && waiting.Action == RegisterAction.FailedCompareAndSet && waiting.Expected == value) return true;
        }

        return false;
    }

    private void RemoveDominated()
    {
        if (next.Count < 2) return;
        UInt128 updates = ~openReads;
        var kept = new Dictionary<(int Value, UInt128 Updates), List<Configuration>>();
        foreach (Configuration one in next)
        {
            (int Value, UInt128 Updates) key = (one.Value, one.Done & updates);
            if (!kept.TryGetValue(key, out List<Configuration>? group)) kept.Add(key, group = []);
            if (group.Exists(other => other.Dominates(one))) continue;
            group.RemoveAll(other => one.Dominates(other));
            group.Add(one);
        }

        next.Clear();
        foreach (List<Configuration> group in kept.Values) next.AddRange(group);
    }

    /// <summary>Where linearizations of what has passed may stand.</summary>
    /// <param name="Value">The register's value.</param>
    /// <param name="Done">Which of the operations under way took effect.</param>
    /// <param name="Stamp">The event at which the last visible write took effect.</param>
    private readonly record struct Configuration(int Value, UInt128 Done, int Stamp)
    {
        public bool Dominates(in Configuration other) => Stamp >= other.Stamp && (Done & other.Done) == other.Done;
    }
}
