namespace MemoryModelLab.Workloads.Broken;

/// <summary>
/// Migrates to a new array now and then, and marks what it copied by a plain store: litmus/stores/ResizeRace.litmus. A value v is kept as
/// v + 2; 0 is none.
/// </summary>
internal sealed class ResizeRaceStore(int slots, int writesBetween) : BrokenStore<long>
{
    private const long Moved = 1;
    private Table current = new(slots);
    private int writes;
    private int migrating;

    public ResizeRaceStore()
        : this(Slots, 64)
    {
    }

    public override bool TryGetValue(long key, out long value)
    {
        Table table = Volatile.Read(ref current);
        long seen = Volatile.Read(ref table.Values[key]);
        while (seen == Moved)
        {
            table = table.Next!;
            seen = Volatile.Read(ref table.Values[key]);
        }
        value = seen - 2;
        return seen > Moved;
    }

    public override void Set(long key, long value)
    {
        if (Interlocked.Increment(ref writes) % writesBetween == 0 && Interlocked.Exchange(ref migrating, 1) == 0)
            Migrate();
        Table table = Volatile.Read(ref current);
        while (true)
        {
            long seen = Volatile.Read(ref table.Values[key]);
            if (seen == Moved)
                table = table.Next!;
            else if (Interlocked.CompareExchange(ref table.Values[key], value + 2, seen) == seen)
                return;
        }
    }

    private void Migrate()
    {
        Table from = current;
        var to = new Table(slots);
        Volatile.Write(ref from.Next, to);
        for (int key = 0; key < slots; key++)
            Volatile.Write(ref to.Values[key], Volatile.Read(ref from.Values[key]));
        Pause();
        // Right would be: a compare-and-swap from what was copied, and to copy again when it fails.
        for (int key = 0; key < slots; key++)
            Volatile.Write(ref from.Values[key], Moved);
        Volatile.Write(ref current, to);
        Volatile.Write(ref migrating, 0);
    }

    private sealed class Table(int slots)
    {
        public readonly long[] Values = new long[slots];
        public Table? Next;
    }
}
