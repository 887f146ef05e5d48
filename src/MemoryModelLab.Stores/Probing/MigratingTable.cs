using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// A table that may be followed by another, to which its entries are moved: what tables of words and of objects have in common. How an
/// entry is claimed, found and moved is not: a word is claimed in one step and found by its key, an object in two and found by its tag.
/// </summary>
/// <param name="live">The number of entries of the whole chain of tables that began with a store or with its clearing.</param>
/// <param name="chunks">In how many chunks it is migrated.</param>
internal abstract class MigratingTable<TSelf>(ThreadCells live, int chunks)
    where TSelf : MigratingTable<TSelf>
{
    private const int LineBytes = 64;

    private TSelf? next;
    private int allocating;

    /// <summary>The number of entries of the whole chain of tables that began with a store or with its clearing.</summary>
    public ThreadCells Live { get; } = live;

    /// <summary>Who migrates what.</summary>
    public ChunkClaims Claims { get; } = new(chunks);

    /// <summary>The table that this one is being migrated to.</summary>
    // acquire: the new table's fields through the reference. Pairs with the compare-and-swap in TrySetNext. The dependency would do
    // (litmus/dotnet/Publish.litmus); the acquire keeps the next operation's loads behind as well.
    public TSelf? Next => Volatile.Read(ref next);

    /// <summary>Lets go of the tables at the beginning of a chain that are migrated.</summary>
    /// <param name="root">The first table of the chain.</param>
    public static void Advance(ref TSelf root)
    {
        // acquire: as Next.
        TSelf first = Volatile.Read(ref root);
        while (first.Claims.Done)
        {
            // full fence: as one step, because a Clear may have come in between, and must not be undone.
            TSelf seen = Interlocked.CompareExchange(ref root, first.Next!, first);
            first = seen == first ? first.Next! : seen;
        }
    }

    /// <summary>Whether the caller is the one who should make the next table.</summary>
    public bool TryBeAllocator() => allocating == 0 && Interlocked.Exchange(ref allocating, 1) == 0;

    // full fence: releases the new table. Pairs with Next. That it is one step makes it one table for all.
    public TSelf TrySetNext(TSelf table) => Interlocked.CompareExchange(ref next, table, null) ?? table;

    /// <summary>How many elements of a pinned array come before the first that begins a line of the cache.</summary>
    protected static unsafe nint Misalignment<T>(ref T first)
        where T : unmanaged => (nint)((LineBytes - ((nuint)Unsafe.AsPointer(ref first) & (LineBytes - 1))) & (LineBytes - 1)) / sizeof(T);
}
