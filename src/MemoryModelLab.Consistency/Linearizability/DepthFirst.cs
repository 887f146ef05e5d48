namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// The depth-first search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with Lowe's memory of configurations
/// ("Testing for linearizability", 2017). A configuration is the set of operations that took effect and the register's value; of each one seen only a
/// 128-bit signature is kept.
/// <para>
/// What may come next is what was invoked before the first response that is still owed. A read whose value is there is taken at once and never
/// taken back: it changes nothing. Of updates that are alike only the one owed first is tried: in any linearization the two may change places.
/// </para>
/// <para>
/// What is tried first decides how long a linearization is looked for: what was invoked first, as Wing and Gong have it, which is near to what happened when updates that were never answered took effect;
/// or what is owed first, which leaves those to the end.
/// </para>
/// </summary>
internal sealed class DepthFirst : ISearch
{
    private const int MostMemory = 4_000_000;

    private readonly RegisterOperation[] operations;
    private readonly bool isOwedFirst;
    private readonly int[] kinds; // the same for updates that are alike
    private readonly int[] candidateOfKind; // where the candidate of a kind stands, when it stands there
    private readonly Configurations seen = new();
    private readonly int[] next, previous; // the operations that have not taken effect, a list in the order of invocation; the last index is its head
    private Frame[] frames = new Frame[64];
    private int[] candidates;
    private int depth, used; // how many frames and candidates there are
    private Signature configuration;
    private int value;
    private int owed;

    /// <summary>Prepares the search.</summary>
    /// <param name="problem">The operations.</param>
    /// <param name="isOwedFirst">Whether what is owed first is tried first, not what was invoked first.</param>
    public DepthFirst(RegisterProblem problem, bool isOwedFirst = false)
    {
        this.isOwedFirst = isOwedFirst;
        if (problem.Initial.Length != 1) throw new ArgumentException("the search begins with one value", nameof(problem));
        operations = problem.Operations;
        int n = operations.Length;
        (kinds, int count) = problem.Kinds();
        candidateOfKind = new int[count];
        candidates = new int[2 * n];
        (next, previous) = (new int[n + 1], new int[n + 1]);
        for (int i = 0; i <= n; i++)
        {
            next[i] = i == n ? 0 : i + 1;
            previous[i] = i == 0 ? n : i - 1;
        }

        value = problem.Initial[0];
        for (int i = 0; i < n; i++)
        {
            if (!operations[i].IsPending) owed++;
        }

        if (owed == 0) Answer = true;
        else Expand();
    }

    public bool? Answer { get; private set; }

    public bool GaveUp { get; private set; }

    /// <summary>The operations that took effect, in order: the linearization once there is one.</summary>
    public IEnumerable<int> Order => frames[..depth].Where(f => f.Taken >= 0).Select(f => operations[f.Taken].Index);

    private int Head => operations.Length;

    public void Advance(int steps)
    {
        for (; steps > 0 && Answer is null && !GaveUp; steps--)
        {
            ref Frame frame = ref frames[depth - 1];
            if (frame.Taken >= 0) Undo(frame);
            if (frame.Next == used)
            {
                used = frame.Begin;
                if (--depth == 0) Answer = false;
                continue;
            }

            int taken = candidates[frame.Next++];
            (frame.Taken, frame.Value) = (taken, value);
            Take(taken);
            if (owed == 0) Answer = true;
            else if (seen.Add(configuration ^ Signature.Of(~(uint)value))) Expand();
            if (seen.Count > MostMemory) GaveUp = true;
        }
    }

    private void Take(int taken)
    {
        ref readonly RegisterOperation operation = ref operations[taken];
        if (operation.IsUpdate) value = operation.Value;
        if (!operation.IsPending) owed--;
        configuration ^= Signature.Of((uint)taken);
        next[previous[taken]] = next[taken];
        previous[next[taken]] = previous[taken];
    }

    private void Undo(in Frame frame)
    {
        int taken = frame.Taken;
        value = frame.Value;
        if (!operations[taken].IsPending) owed++;
        configuration ^= Signature.Of((uint)taken);
        next[previous[taken]] = taken;
        previous[next[taken]] = taken;
    }

    /// <summary>A frame with what may come next.</summary>
    private void Expand()
    {
        int begin = used, deadline = int.MaxValue;
        for (int i = next[Head]; i != Head && operations[i].Call < deadline; i = next[i])
        {
            ref readonly RegisterOperation operation = ref operations[i];
            if (operation.Return < deadline) deadline = operation.Return;
            if (!operation.Applies(value)) continue;
            if (!operation.IsUpdate)
            {
                (candidates[begin], used) = (i, begin + 1);
                break;
            }

            AddUpdate(begin, i);
        }

        if (depth == frames.Length) Array.Resize(ref frames, 2 * depth);
        if (used + operations.Length > candidates.Length) Array.Resize(ref candidates, 2 * (used + operations.Length));
        frames[depth++] = new Frame { Begin = begin, Next = begin, Taken = -1, Value = value };
    }

    /// <summary>Of one kind only what is owed first.</summary>
    private void AddUpdate(int begin, int update)
    {
        int deadline = operations[update].Return, at = candidateOfKind[kinds[update]];
        if (at >= begin && at < used && kinds[candidates[at]] == kinds[update])
        {
            if (operations[candidates[at]].Return <= deadline) return;
        }
        else
        {
            at = used++;
        }

        for (; isOwedFirst && at > begin && operations[candidates[at - 1]].Return > deadline; at--) Put(at, candidates[at - 1]);
        Put(at, update);
    }

    private void Put(int at, int update) => candidateOfKind[kinds[candidates[at] = update]] = at;

    /// <summary>What may come next at one point: candidates from Begin to the next frame's, of which Next is tried next; what was taken last, and the value before it.</summary>
    private struct Frame
    {
        public int Begin, Next, Taken, Value;
    }
}
