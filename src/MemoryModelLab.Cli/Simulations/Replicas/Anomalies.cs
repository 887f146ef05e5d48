using MemoryModelLab.Machine.Replicas;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>
/// Reads that a model does not explain, each by itself, as Lu et al. count them ("Existential consistency", SOSP 2015): against the order the servers gave
/// the writes, or, where they have none, causality, and in real time that a write was answered before the other was invoked. Linear but for a search in each session a read.
/// </summary>
internal sealed class Anomalies
{
    private const long MostClocks = 1 << 27;

    private readonly RecordedOperation[] operations;
    private readonly int[] source; // of a read the index of the write it returns, or -1 for the initial value
    private readonly Dictionary<int, int> sessions = [];
    private readonly bool hasOrder;

    private Anomalies(IReadOnlyList<RecordedOperation> recorded)
    {
        operations = [.. recorded.Where(o => !o.IsFinal)];
        var writes = new Dictionary<int, int>();
        for (int i = 0; i < operations.Length; i++)
        {
            if (operations[i].IsWrite) writes.Add(operations[i].Value, i);
            sessions.TryAdd(operations[i].Session, sessions.Count);
        }

        hasOrder = Array.TrueForAll(operations, o => !o.IsWrite || o.Response == RecordedOperation.Never || o.Version >= 0);
        source = [.. operations.Select(o => o.IsWrite || o.Response == RecordedOperation.Never ? -1 : writes.GetValueOrDefault(o.Value, -1))];
    }

    /// <summary>Reads that miss the session's own write.</summary>
    public int ReadYourWrites { get; private set; }

    /// <summary>Reads that return less than the session had read.</summary>
    public int MonotonicReads { get; private set; }

    /// <summary>Reads of what the session knew, by whatever way, to be overwritten.</summary>
    public int Causal { get; private set; }

    /// <summary>Reads that miss what was answered, or read by others, before they were invoked.</summary>
    public int Linearizable { get; private set; }

    /// <summary>Reads of something else than what was last invoked.</summary>
    public int Strict { get; private set; }

    /// <summary>Reads that miss writes that were answered before.</summary>
    public int Stale { get; private set; }

    /// <summary>The most such writes a read missed.</summary>
    public int MostVersions { get; private set; }

    /// <summary>Of the stale reads, how long ago the first write they missed was answered: the median, in microseconds; 0 when there is none.</summary>
    public long MedianTime { get; private set; }

    /// <summary>The answered reads.</summary>
    public int Reads { get; private set; }

    public static Anomalies Of(IReadOnlyList<RecordedOperation> recorded)
    {
        var anomalies = new Anomalies(recorded);
        anomalies.CountSessions();
        anomalies.CountStale();
        anomalies.CountStrict();
        return anomalies;
    }

    private bool IsRead(int i) => !operations[i].IsWrite && operations[i].Response != RecordedOperation.Never;

    /// <summary>Whether it is known what comes before and after a write: nobody may have told the version of one that was not answered.</summary>
    private bool HasPlace(int write) => write < 0 || !hasOrder || operations[write].Version >= 0;

    /// <summary>What a write's place is compared with: a version; without them the time, and a write is newer than one that was answered before it was invoked.</summary>
    private long Place(int write) => write < 0 ? -1 : hasOrder ? operations[write].Version : operations[write].Invocation;

    private long EndOf(int write) => write < 0 ? -1 : hasOrder ? operations[write].Version : operations[write].Response;

    /// <summary>Own writes, own reads, causes: clocks that count each session's operations.</summary>
    private void CountSessions()
    {
        if ((long)operations.Length * sessions.Count > MostClocks)
            throw new UsageException($"{operations.Length} operations in {sessions.Count} sessions are too many to count what each knew: fewer --ops, or less --loss, so that fewer clients give up and begin anew");
        var clocks = new int[operations.Length][];
        var ofSession = Enumerable.Range(0, sessions.Count).Select(_ => new List<int>()).ToArray();
        var writesOfKey = new Dictionary<(int Session, int Key), List<(int Number, int Write)>>();
        var last = new Dictionary<(int Session, int Key, bool IsWrite), int>();
        // By response: what an operation reads was invoked, and its clock made, before. A write's clock is made at its invocation.
        foreach (int i in Enumerable.Range(0, operations.Length).OrderBy(i => operations[i].IsWrite ? operations[i].Invocation : operations[i].Response).ThenBy(i => i))
        {
            if (!operations[i].IsWrite && !IsRead(i)) continue;
            int session = sessions[operations[i].Session], key = operations[i].Key;
            int[] clock = ofSession[session].Count == 0 ? new int[sessions.Count] : (int[])clocks[ofSession[session][^1]].Clone();
            if (IsRead(i))
            {
                Reads++;
                if (source[i] >= 0)
                {
                    int[] seen = clocks[source[i]];
                    for (int s = 0; s < clock.Length; s++) clock[s] = Math.Max(clock[s], seen[s]);
                }

                if (last.TryGetValue((session, key, true), out int own) && IsOlder(source[i], own)) ReadYourWrites++;
                if (last.TryGetValue((session, key, false), out int read) && IsOlder(source[i], read)) MonotonicReads++;
                else last[(session, key, false)] = source[i];
                if (IsOverwritten(source[i], key, clock)) Causal++;
            }
            else
            {
                last[(session, key, true)] = i;
                if (!writesOfKey.TryGetValue((session, key), out List<(int, int)>? list)) writesOfKey.Add((session, key), list = []);
                list.Add((clock[session] + 1, i));
            }

            clock[session]++;
            clocks[i] = clock;
            ofSession[session].Add(i);
        }

        bool IsOlder(int read, int than) => than >= 0 && read != than && (hasOrder ? HasPlace(read) && HasPlace(than) && Place(read) < Place(than) : read < 0 || Knows(clocks[than], read));

        bool Knows(int[] clock, int write) => clock[sessions[operations[write].Session]] >= clocks[write][sessions[operations[write].Session]];

        bool IsOverwritten(int read, int key, int[] clock)
        {
            for (int s = 0; s < clock.Length; s++)
            {
                if (clock[s] == 0 || !writesOfKey.TryGetValue((s, key), out List<(int Number, int Write)>? list)) continue;
                int at = list.Count - 1;
                while (at >= 0 && list[at].Number > clock[s]) at--;
                if (at >= 0 && list[at].Write != read && (read < 0 || Knows(clocks[list[at].Write], read))) return true;
            }

            return false;
        }
    }

    /// <summary>Real time: a key's writes in their order, against what was answered before each read.</summary>
    private void CountStale()
    {
        var times = new List<long>();
        foreach (IGrouping<int, int> key in Enumerable.Range(0, operations.Length).GroupBy(i => operations[i].Key))
        {
            int[] writes = [.. key.Where(i => operations[i].IsWrite && operations[i].Response != RecordedOperation.Never).OrderBy(Place)];
            int[] byResponse = [.. key.Where(i => operations[i].Response != RecordedOperation.Never).OrderBy(i => operations[i].Response)];
            int answered = 0;
            long newest = -1;
            foreach (int i in key.OrderBy(i => operations[i].Invocation))
            {
                for (; answered < byResponse.Length && operations[byResponse[answered]].Response < operations[i].Invocation; answered++)
                {
                    int before = byResponse[answered];
                    int write = operations[before].IsWrite ? before : source[before];
                    if (HasPlace(write)) newest = Math.Max(newest, Place(write));
                }

                if (!IsRead(i) || !HasPlace(source[i])) continue;
                long place = EndOf(source[i]);
                if (place < newest) Linearizable++;
                int missed = 0;
                long first = long.MaxValue;
                for (int w = writes.Length - 1; w >= 0 && Place(writes[w]) > place; w--)
                {
                    if (operations[writes[w]].Response >= operations[i].Invocation) continue;
                    missed++;
                    first = Math.Min(first, operations[writes[w]].Response);
                }

                if (missed == 0) continue;
                Stale++;
                MostVersions = Math.Max(MostVersions, missed);
                times.Add(operations[i].Invocation - first);
            }
        }

        times.Sort();
        MedianTime = times.Count == 0 ? 0 : times[times.Count / 2];
    }

    private void CountStrict()
    {
        var latest = new Dictionary<int, int>();
        for (int i = 0; i < operations.Length; i++)
        {
            if (operations[i].IsWrite) latest[operations[i].Key] = i;
            else if (IsRead(i) && source[i] != latest.GetValueOrDefault(operations[i].Key, -1)) Strict++;
        }
    }
}
