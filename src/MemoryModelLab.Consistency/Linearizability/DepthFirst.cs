namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// The depth-first search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with Lowe's memory of configurations
/// ("Testing for linearizability", 2017). A configuration is the set of operations that took effect and the register's value; of each one seen only a
/// 128-bit hash is kept, its set hashed by the exclusive or of one random number an operation.
/// <para>
/// What may come next is what was invoked before the first response that is still owed. A read whose value is there is taken at once and never
/// taken back: it changes nothing. Of updates that are alike only the one owed first is tried: in any linearization the two may change places.
/// </para>
/// </summary>
internal sealed class DepthFirst : ISearch
{
    private const int MostMemory = 5_000_000;

    private readonly RegisterOperation[] operations;
    private readonly UInt128[] hash;
    private readonly UInt128[] hashOfValue;
    private readonly HashSet<UInt128> seen = [];
    private readonly int[] next, previous; // the operations that have not taken effect, a list in the order of invocation; the last index is its head
    private readonly Stack<Frame> frames = new();
    private readonly List<int> candidates = [];
    private UInt128 configuration;
    private int value;
    private int owed;

    public DepthFirst(RegisterProblem problem)
    {
        if (problem.Initial.Length != 1) throw new ArgumentException("the search begins with one value", nameof(problem));
        operations = problem.Operations;
        int n = operations.Length;
        var random = new Random(1);
        (hash, hashOfValue) = (Numbers(random, n), Numbers(random, problem.Values));
        (next, previous) = (new int[n + 1], new int[n + 1]);
        for (int i = 0; i <= n; i++)
        {
            next[i] = i == n ? 0 : i + 1;
            previous[i] = i == 0 ? n : i - 1;
        }

        value = problem.Initial[0];
        owed = operations.Count(o => !o.IsPending);
        if (owed == 0) Answer = true;
        else Expand();
    }

    public bool? Answer { get; private set; }

    public bool GaveUp { get; private set; }

    /// <summary>The operations that took effect, in order: the linearization once there is one.</summary>
    public IEnumerable<int> Order => frames.Where(f => f.Taken >= 0).Select(f => operations[f.Taken].Index).Reverse();

    private int Head => operations.Length;

    public void Advance(int steps)
    {
        for (; steps > 0 && Answer is null && !GaveUp; steps--)
        {
            Frame frame = frames.Pop();
            if (frame.Taken >= 0) Undo(frame);
            if (frame.Next == frame.End)
            {
                candidates.RemoveRange(frame.Begin, candidates.Count - frame.Begin);
                if (frames.Count == 0) Answer = false;
                continue;
            }

            int taken = candidates[frame.Next];
            frames.Push(frame with { Next = frame.Next + 1, Taken = taken, Value = value });
            Take(taken);
            if (owed == 0) Answer = true;
            else if (seen.Add(configuration ^ hashOfValue[value])) Expand();
            if (seen.Count > MostMemory) GaveUp = true;
        }
    }

    private static UInt128[] Numbers(Random random, int count)
    {
        var numbers = new UInt128[count];
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            numbers[i] = new UInt128(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]));
        }

        return numbers;
    }

    private void Take(int taken)
    {
        ref readonly RegisterOperation operation = ref operations[taken];
        if (operation.IsUpdate) value = operation.Value;
        if (!operation.IsPending) owed--;
        configuration ^= hash[taken];
        next[previous[taken]] = next[taken];
        previous[next[taken]] = previous[taken];
    }

    private void Undo(in Frame frame)
    {
        int taken = frame.Taken;
        value = frame.Value;
        if (!operations[taken].IsPending) owed++;
        configuration ^= hash[taken];
        next[previous[taken]] = taken;
        previous[next[taken]] = taken;
    }

    /// <summary>A frame with what may come next; the operation that is owed first is tried first.</summary>
    private void Expand()
    {
        int begin = candidates.Count, deadline = int.MaxValue;
        for (int i = next[Head]; i != Head && operations[i].Call < deadline; i = next[i])
        {
            ref readonly RegisterOperation operation = ref operations[i];
            if (operation.Return < deadline) deadline = operation.Return;
            if (!operation.Applies(value)) continue;
            if (!operation.IsUpdate)
            {
                candidates.RemoveRange(begin, candidates.Count - begin);
                candidates.Add(i);
                break;
            }

            AddUpdate(begin, i);
        }

        frames.Push(new Frame(begin, begin, candidates.Count, -1, value));
    }

    private void AddUpdate(int begin, int update)
    {
        ref readonly RegisterOperation operation = ref operations[update];
        int at = candidates.Count;
        for (int i = begin; i < candidates.Count; i++)
        {
            ref readonly RegisterOperation other = ref operations[candidates[i]];
            if (operation.Return < other.Return && at == candidates.Count) at = i;
            if (!operation.IsLike(other)) continue;
            if (other.Return <= operation.Return) return;
            candidates.RemoveAt(i);
            break;
        }

        candidates.Insert(at, update);
    }

    /// <summary>What may come next at one point: candidates from Begin to End, of which Next is tried next; and what was taken last.</summary>
    private readonly record struct Frame(int Begin, int Next, int End, int Taken, int Value);
}
