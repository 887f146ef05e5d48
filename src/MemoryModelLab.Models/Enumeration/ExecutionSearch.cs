using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// Finds every allowed execution of an event structure, each once: first a write for every read, then an order for every pair of writes
/// to a location that is still open. After each decision
/// <list type="number">
/// <item>values flow along rf, and a path's constraint that turns out false ends the branch;</item>
/// <item>where the model implies coherence, the orders of writes the decision forces are added (transitively), and a contradiction
/// ends the branch;</item>
/// <item>the model's checks that may run on partial executions do, and one that fails ends the branch.</item>
/// </list>
/// A decision is a choice between disjoint sets of executions, so none is found twice; nothing but the current branch is kept.
/// </summary>
internal sealed class ExecutionSearch
{
    // A state is a square of the events, and one is kept for every open decision: 256 MB.
    private const int MostSavedWords = 1 << 25;

    private readonly Evaluator evaluator;
    private readonly bool coherent;
    private readonly IExecutionSink sink;
    private readonly CancellationToken cancellation;
    private EventStructure structure = null!;
    private int n;
    private int stride;
    private int stateWords;
    private ulong[] saved = [];
    private int[] reads = [];
    private int[][] candidates = [];
    private (int A, int B)[] writePairs = [];
    private int[][] sameLocationBefore = [];
    private int[][] sameLocationAfter = [];
    private int[] finalWrite = [];
    private int[][] writesOf = [];
    private bool[] isOrdered = [];

    public ExecutionSearch(EvaluationPlan plan, IExecutionSink sink, CancellationToken cancellation)
    {
        (evaluator, coherent) = (new Evaluator(plan), plan.ImpliesCoherence);
        (this.sink, this.cancellation) = (sink, cancellation);
    }

    /// <summary>Receives what a search finds.</summary>
    internal interface IExecutionSink
    {
        /// <summary>One allowed execution; false ends the search.</summary>
        bool Found(ExecutionSearch execution);
    }

    /// <summary>Whether a read may return what its own thread writes only later: no model allows it, but it is a candidate that can be asked why.</summary>
    public bool ReadsOwnFuture { get; init; }

    /// <summary>The number of decisions taken so far.</summary>
    public long Nodes { get; private set; }

    /// <summary>Whether the search was ended before it was complete.</summary>
    public bool Stopped { get; private set; }

    public EventStructure Structure => structure;

    public Evaluator Evaluator => evaluator;

    /// <summary>What the reads return and the writes write.</summary>
    public ValueFlow Values { get; private set; } = null!;

    /// <summary>The write each read reads from; -1 where it is not decided, and for other events.</summary>
    public int[] ReadsFrom { get; private set; } = [];

    public void Run(EventStructure events)
    {
        structure = events;
        if (!evaluator.Bind(events)) return;
        Prepare();
        if (!Values.Flow(ReadsFrom, null) || !StartOrders()) return;
        if (!evaluator.MayBeAllowed()) return;
        Read(0, 0);
    }

    /// <summary>The write whose value <paramref name="location"/> ends with.</summary>
    public int FinalWrite(int location) => finalWrite[location];

    private static bool Has(ReadOnlySpan<ulong> rows, int stride, int from, int to) => (rows[(from * stride) + (to >> 6)] >> to & 1) != 0;

    private void Prepare()
    {
        n = structure.Count;
        stride = structure.Stride;
        stateWords = 3 * n * stride;
        Values = new ValueFlow(structure);
        ReadsFrom = new int[n];
        Array.Fill(ReadsFrom, -1);
        finalWrite = new int[structure.Locations.Count];
        isOrdered = new bool[n];
        ReadOnlySpan<ulong> ordered = evaluator.OrderedWrites;
        for (int e = 0; e < n; e++) isOrdered[e] = ordered.IsEmpty || Has(ordered, stride, 0, e);
        var writesOf = new List<int>?[structure.Locations.Count];
        var readList = new List<int>();
        for (int e = 0; e < n; e++)
        {
            ExecutionEvent x = structure.Events[e];
            if (x.IsWrite) (writesOf[x.Location] ??= []).Add(e);
            if (x.IsRead) readList.Add(e);
        }

        reads = [.. readList];
        candidates = new int[reads.Length][];
        for (int r = 0; r < reads.Length; r++)
        {
            // Under no model does a read return what its own thread writes only later, or in the same event.
            ExecutionEvent read = structure.Events[reads[r]];
            candidates[r] = [.. (writesOf[read.Location] ?? []).Where(w => w < reads[r] || structure.Events[w].Thread != read.Thread || (ReadsOwnFuture && w != reads[r]))];
        }

        var pairs = new List<(int, int)>();
        foreach (List<int>? writes in writesOf)
        {
            for (int a = 1; a < (writes?.Count ?? 0); a++)
            {
                for (int b = a + 1; b < writes!.Count; b++)
                {
                    if (isOrdered[writes[a]] && isOrdered[writes[b]]) pairs.Add((writes[a], writes[b]));
                }
            }
        }

        writePairs = [.. pairs];
        this.writesOf = [.. writesOf.Select(w => w?.ToArray() ?? [])];
        sameLocationBefore = new int[n][];
        sameLocationAfter = new int[n][];
        BitMatrix po = structure.Relation(BaseRelation.Po);
        BitMatrix loc = structure.Relation(BaseRelation.Loc);
        for (int e = 0; e < n; e++)
        {
            sameLocationBefore[e] = [.. Enumerable.Range(0, n).Where(x => po[x, e] && loc[x, e])];
            sameLocationAfter[e] = [.. Enumerable.Range(0, n).Where(x => po[e, x] && loc[e, x])];
        }

    }

    /// <summary>The initial write comes first; with coherence, writes of one thread to one location stay in program order.</summary>
    private bool StartOrders()
    {
        for (int e = structure.InitialWrites; e < n; e++)
        {
            if (!structure.Events[e].IsWrite) continue;
            int initial = structure.InitialWrite[structure.Events[e].Location];
            if (isOrdered[e] && isOrdered[initial] && !Order(initial, e)) return false;
            for (int i = sameLocationBefore[e].Length - 1; i >= 0; i--)
            {
                int before = sameLocationBefore[e][i]; // the latest first: the others then follow by transitivity
                if (coherent && structure.Events[before].IsWrite && !Order(before, e)) return false;
            }
        }

        return true;
    }

    /// <summary>Decides the read number <paramref name="index"/>, and then the ones after it.</summary>
    private void Read(int index, int depth)
    {
        if (index == reads.Length)
        {
            if (Array.TrueForAll(reads, r => Values.HasReturned[r])) OrderWrites(0, depth); // else: values that only explain each other, out of thin air
            return;
        }

        int read = reads[index];
        var changed = new List<int>();
        foreach (int write in candidates[index])
        {
            if (!Enter(depth)) return;
            ReadsFrom[read] = write;
            if (ReadFrom(read, write) && Values.Flow(ReadsFrom, changed) && evaluator.MayBeAllowed()) Read(index + 1, depth + 1);
            ReadsFrom[read] = -1;
            Values.Forget(changed);
            Leave(depth);
        }
    }

    /// <summary>Decides the first pair of writes to a location that is still open, and then the ones after it.</summary>
    private void OrderWrites(int pair, int depth)
    {
        ReadOnlySpan<ulong> co = evaluator.Co;
        while (pair < writePairs.Length && (Has(co, stride, writePairs[pair].A, writePairs[pair].B) || Has(co, stride, writePairs[pair].B, writePairs[pair].A))) pair++;
        if (pair == writePairs.Length)
        {
            EndMemory(0);
            return;
        }

        (int a, int b) = writePairs[pair];
        for (int turn = 0; turn < 2; turn++)
        {
            if (!Enter(depth)) return;
            if (Order(turn == 0 ? a : b, turn == 0 ? b : a) && evaluator.MayBeAllowed()) OrderWrites(pair + 1, depth + 1);
            Leave(depth);
        }
    }

    /// <summary>Decides what the locations from <paramref name="location"/> on end with: the last write in co, or one that co does not order.</summary>
    private void EndMemory(int location)
    {
        while (location < writesOf.Length && writesOf[location].Length == 0) location++;
        if (location == writesOf.Length)
        {
            Span<ulong> final = evaluator.FinalWrites;
            final.Clear();
            for (int l = 0; l < writesOf.Length; l++)
            {
                if (writesOf[l].Length > 0) final[finalWrite[l] >> 6] |= 1UL << finalWrite[l];
            }

            if (evaluator.IsAllowed() && !sink.Found(this)) Stopped = true;
            return;
        }

        foreach (int write in writesOf[location])
        {
            if (isOrdered[write] && !Kernel.IsEmpty(evaluator.Co.Slice(write * stride, stride))) continue;
            finalWrite[location] = write;
            EndMemory(location + 1);
        }
    }

    private bool Enter(int depth)
    {
        Nodes++;
        long at = (long)depth * stateWords, needed = at + stateWords;
        if (Stopped || needed > MostSavedWords || ((Nodes & 1023) == 0 && cancellation.IsCancellationRequested))
        {
            Stopped = true;
            return false;
        }

        if (saved.Length < needed) Array.Resize(ref saved, (int)Math.Max(needed, Math.Min(2L * saved.Length, MostSavedWords)));
        evaluator.State.CopyTo(saved.AsSpan((int)at));
        return true;
    }

    private void Leave(int depth) => saved.AsSpan(depth * stateWords, stateWords).CopyTo(evaluator.State);

    /// <summary>Lets <paramref name="read"/> read from <paramref name="write"/>, and orders the writes as coherence then demands.</summary>
    private bool ReadFrom(int read, int write)
    {
        evaluator.Rf[(write * stride) + (read >> 6)] |= 1UL << read;
        FromRead(read, write);
        if (!coherent) return true;
        if (structure.Events[read].IsWrite && !Order(write, read)) return false;
        foreach (int before in sameLocationBefore[read])
        {
            // What was written or read before in this thread is not newer than what is read now (CoWR, CoRR).
            int older = structure.Events[before].IsWrite ? before : ReadsFrom[before];
            if (older >= 0 && older != write && !Order(older, write)) return false;
        }

        foreach (int after in sameLocationAfter[read])
        {
            // What is written or read later in this thread is not older, nor this very write (CoRW, CoRR).
            bool writes = structure.Events[after].IsWrite;
            int newer = writes ? after : ReadsFrom[after];
            if (newer >= 0 && (newer == write ? writes : !Order(write, newer))) return false;
        }

        return true;
    }

    /// <summary>Puts <paramref name="first"/> before <paramref name="second"/> in co, with what follows by transitivity; false when the other order holds.</summary>
    private bool Order(int first, int second)
    {
        Span<ulong> co = evaluator.Co;
        if (Has(co, stride, first, second)) return true;
        if (Has(co, stride, second, first)) return false;
        Span<ulong> successors = co.Slice(second * stride, stride);
        for (int e = 0; e < n; e++)
        {
            if (e != first && !Has(co, stride, e, first)) continue;
            Span<ulong> row = co.Slice(e * stride, stride);
            Kernel.Or(row, successors, row);
            row[second >> 6] |= 1UL << second;
        }

        foreach (int read in reads)
        {
            int source = ReadsFrom[read];
            if (source >= 0) FromRead(read, source);
        }

        return true;
    }

    /// <summary>fr: what follows the write in co overwrites what the read returned; a read-modify-write does not overwrite its own.</summary>
    private void FromRead(int read, int write)
    {
        Span<ulong> row = evaluator.Fr.Slice(read * stride, stride);
        evaluator.Co.Slice(write * stride, stride).CopyTo(row);
        row[read >> 6] &= ~(1UL << read);
    }
}
