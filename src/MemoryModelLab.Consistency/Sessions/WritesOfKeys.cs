namespace MemoryModelLab.Consistency.Sessions;

/// <summary>
/// The writes of each key, by session. Answers which is the last of a session among its first writes, and remembers the answer: who asks mostly
/// asks for what comes shortly after.
/// </summary>
internal sealed class WritesOfKeys
{
    private readonly Accesses accesses;
    private readonly int[] lists; // by key, the number of its first list
    private readonly int[] sessions; // of each list
    private readonly int[] starts; // of each list in writes
    private readonly int[] writes;
    private readonly int[] last; // the answer found last for each list: a place in writes, before its beginning when there was none
    private readonly int[] from, below; // the counts of writes that have that answer

    public WritesOfKeys(Accesses accesses)
    {
        this.accesses = accesses;
        (int Key, int Session, int Write)[] all = Sorted(accesses);
        lists = new int[accesses.History.Keys.Count + 1];
        writes = Array.ConvertAll(all, w => w.Write);
        int count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (i == 0 || all[i].Key != all[i - 1].Key || all[i].Session != all[i - 1].Session) count++;
        }

        (sessions, starts, last, from, below) = (new int[count], new int[count + 1], new int[count], new int[count], new int[count]);
        count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (i > 0 && all[i].Key == all[i - 1].Key && all[i].Session == all[i - 1].Session) continue;
            (sessions[count], starts[count], last[count], below[count]) = (all[i].Session, i, i - 1, accesses.WriteNumber[writes[i]]);
            lists[all[i].Key + 1] = ++count;
        }

        starts[count] = all.Length;
        for (int key = 0; key + 1 < lists.Length; key++) lists[key + 1] = Math.Max(lists[key + 1], lists[key]);
    }

    /// <summary>The lists of a key: one for each session that wrote it.</summary>
    public (int Begin, int End) Lists(int key) => (lists[key], lists[key + 1]);

    /// <summary>The session of a list.</summary>
    public int Session(int list) => sessions[list];

    /// <summary>The list's last write among the first <paramref name="count"/> writes of its session; -1 when there is none.</summary>
    public int Last(int list, int count)
    {
        if (count < from[list] || count >= below[list]) Move(list, count);
        return last[list] < starts[list] ? -1 : writes[last[list]];
    }

    private static (int Key, int Session, int Write)[] Sorted(Accesses accesses)
    {
        // Two passes of counting: by session, each in program order, and then by key.
        var starts = new int[accesses.History.Keys.Count + 1];
        for (int i = 0; i < accesses.Source.Length; i++)
        {
            if (accesses.IsWrite(i)) starts[accesses.KeyOf(i) + 1]++;
        }

        for (int key = 0; key + 1 < starts.Length; key++) starts[key + 1] += starts[key];
        var sorted = new (int, int, int)[starts[^1]];
        for (int session = 0; session < accesses.Sessions.Length; session++)
        {
            foreach (int operation in accesses.Sessions[session])
            {
                if (accesses.IsWrite(operation)) sorted[starts[accesses.KeyOf(operation)]++] = (accesses.KeyOf(operation), session, operation);
            }
        }

        return sorted;
    }

    private void Move(int list, int count)
    {
        int begin = starts[list], end = starts[list + 1], low = begin, high = end, at = last[list] + 1;
        if (count >= below[list])
        {
            low = at;
            for (int step = 1; low + step < end && Number(low + step) <= count; step *= 2) low += step;
        }
        else
        {
            high = at;
        }

        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (Number(middle) <= count) low = middle + 1;
            else high = middle;
        }

        last[list] = low - 1;
        from[list] = low == begin ? 0 : Number(low - 1);
        below[list] = low == end ? int.MaxValue : Number(low);
    }

    private int Number(int place) => accesses.WriteNumber[writes[place]];
}
