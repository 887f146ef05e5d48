using System.Runtime.CompilerServices;

namespace MemoryModelLab.Consistency.Sessions;

/// <summary>
/// The writes of each key, a list a session. Answers which is a session's last among its first so many writes, and remembers for each session that asks where the
/// answer stood: what a session has seen grows, so that the next answer is hardly ever far.
/// </summary>
internal sealed class WritesOfKeys
{
    private const int MostPlaces = 1 << 22;

    private readonly Accesses accesses;
    private readonly int[] lists; // by key, the number of its first list
    private readonly int[] sessions; // of each list
    private readonly int[] numbers; // of the writes in their sessions; before each list 0, after it a number beyond all
    private readonly int[] writes; // at the same places
    private readonly int[] starts; // of each list: the place before its first write
    private readonly int[] places; // the answers found last, by asking session and list
    private readonly int stride; // what separates the answers of two asking sessions; 0 when there are so many that all share one

    public WritesOfKeys(Accesses accesses)
    {
        this.accesses = accesses;
        int keys = accesses.History.Keys.Count;
        (int Key, int Session, int Write)[] all = Sorted(accesses);
        int count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (IsFirst(all, i)) count++;
        }

        lists = new int[keys + 1];
        (sessions, starts) = (new int[count], new int[count + 1]);
        (numbers, writes) = (new int[all.Length + (2 * count)], new int[all.Length + (2 * count)]);
        int list = -1, place = -1;
        for (int i = 0; i < all.Length; i++)
        {
            if (IsFirst(all, i))
            {
                if (list >= 0) numbers[++place] = int.MaxValue;
                (sessions[++list], starts[list]) = (all[i].Session, ++place);
                lists[all[i].Key + 1] = list + 1;
            }

            (numbers[++place], writes[place]) = (accesses.WriteNumber[all[i].Write], all[i].Write);
        }

        if (list >= 0) numbers[++place] = int.MaxValue;
        starts[count] = place + 1;
        for (int key = 0; key < keys; key++) lists[key + 1] = Math.Max(lists[key + 1], lists[key]);
        bool areMany = (long)count * accesses.Sessions.Length > MostPlaces;
        places = new int[areMany ? count : count * accesses.Sessions.Length];
        for (int i = 0; i < places.Length; i++) places[i] = starts[i % count];
        stride = areMany ? 0 : count;
    }

    /// <summary>How many lists there are.</summary>
    public int Count => sessions.Length;

    /// <summary>The lists of a key: one for each session that wrote it.</summary>
    public (int Begin, int End) Lists(int key) => (lists[key], lists[key + 1]);

    /// <summary>The list a write is in.</summary>
    public int List(int write)
    {
        (int begin, int end) = Lists(accesses.KeyOf(write));
        return Array.BinarySearch(sessions, begin, end - begin, accesses.SessionOf(write));
    }

    /// <summary>The session of a list.</summary>
    public int Session(int list) => sessions[list];

    /// <summary>The first write of a list.</summary>
    public int First(int list) => writes[starts[list] + 1];

    /// <summary>The number, in its session, of the list's last write among the first <paramref name="count"/> writes of the session; 0 when there is none.</summary>
    /// <param name="reader">The session that asks.</param>
    /// <param name="list">The list.</param>
    /// <param name="count">How many writes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LastNumber(int reader, int list, int count)
    {
        ref int place = ref places[(reader * stride) + list];
        if (numbers[place] > count || numbers[place + 1] <= count) Move(ref place, list, count);
        return numbers[place];
    }

    /// <summary>The write whose number was asked for last.</summary>
    public int Last(int reader, int list) => writes[places[(reader * stride) + list]];

    private static bool IsFirst((int Key, int Session, int Write)[] all, int i) => i == 0 || all[i].Key != all[i - 1].Key || all[i].Session != all[i - 1].Session;

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

    /// <summary>To the list's last place whose number is not beyond the count: by steps that double, then by halving.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(ref int place, int list, int count)
    {
        int first = starts[list], end = starts[list + 1] - 1, low, high; // the answer is at low or after it, and before high
        if (numbers[place] > count)
        {
            (low, high) = (place - 1, place);
            for (int step = 1; numbers[low] > count; step *= 2) (low, high) = (Math.Max(low - step, first), low);
        }
        else
        {
            (low, high) = (place + 1, place + 2);
            for (int step = 1; high < end && numbers[high] <= count; step *= 2) (low, high) = (high, Math.Min(high + step, end));
        }

        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            if (numbers[middle] <= count) low = middle;
            else high = middle;
        }

        place = low;
    }
}
