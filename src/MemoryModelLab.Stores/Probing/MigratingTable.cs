using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// A table that may be followed by another, to which its entries are moved: what tables of words and of objects have in common. How an
/// entry is claimed, found and moved is not: a word is claimed in one step and found by its key, an object in two and found by its tag.
/// </summary>
internal abstract class MigratingTable<TSelf>
    where TSelf : MigratingTable<TSelf>
{
    private const int LineBytes = 64;

    /// <summary>How many times, at least, a table is not asked for after there was no memory for it.</summary>
    private const int Pause = 64;

    private readonly int pause;
    private int allocating;
    private int refused;

    /// <param name="previous">The table that is to be migrated to this one, or null: then a chain begins.</param>
    /// <param name="chunks">In how many chunks it is migrated itself.</param>
    protected MigratingTable(TSelf? previous, int chunks)
    {
        Chain = previous?.Chain ?? new TableChain<TSelf>((TSelf)this);
        Live = Chain.Live;
        Number = previous is null ? 0 : previous.Number + 1;
        Claims = new ChunkClaims(chunks);
        pause = Math.Max(Pause, chunks);
    }

    /// <summary>The tables that began with a store or with its clearing.</summary>
    public TableChain<TSelf> Chain { get; }

    /// <summary>The place in the chain; the later, the greater.</summary>
    public int Number { get; }

    /// <summary>The number of entries of the whole chain.</summary>
    public ThreadCells Live { get; }

    /// <summary>Who migrates what.</summary>
    public ChunkClaims Claims { get; }

    /// <summary>The table that this one is being migrated to.</summary>
    public TSelf? Next => Chain.After((TSelf)this);

    /// <summary>Lets go of the tables at the beginning of a chain that are migrated.</summary>
    /// <param name="root">The first table of the chain.</param>
    public static void Advance(ref TSelf root)
    {
        // acquire: as TableChain.Tables.
        TSelf first = Volatile.Read(ref root);
        while (first.Claims.Done)
        {
            TSelf next = first.Next!;
            // full fence: as one step, because a Clear may have come in between, and must not be undone.
            TSelf seen = Interlocked.CompareExchange(ref root, next, first);
            first = seen == first ? next : seen;
        }
    }

    /// <summary>Whether the caller is the one who should make the next table. For a while after somebody could not, nobody is.</summary>
    public bool TryBeAllocator()
    {
        // plain, both: who sees old values asks once more, or once less.
        if (allocating != 0)
            return false;
        if (refused > 0)
        {
            refused--;
            return false;
        }
        // atomic: for one, not for both of two that come at the same time.
        return Interlocked.Exchange(ref allocating, 1) == 0;
    }

    /// <summary>There was no memory: another will be asked, later.</summary>
    public void Refuse()
    {
        refused = pause;
        // release: the pause before the permission. Pairs with the exchange in TryBeAllocator.
        Volatile.Write(ref allocating, 0);
    }

    /// <summary>How many elements of a pinned array come before the first that begins a line of the cache.</summary>
    protected static unsafe nint Misalignment<T>(ref T first)
        where T : unmanaged => (nint)((LineBytes - ((nuint)Unsafe.AsPointer(ref first) & (LineBytes - 1))) & (LineBytes - 1)) / sizeof(T);
}
