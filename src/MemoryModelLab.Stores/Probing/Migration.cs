namespace MemoryModelLab.Stores.Probing;

/// <summary>What a migration needs of the map whose tables are migrated.</summary>
internal interface IMigratingMap<TTable>
    where TTable : MigratingTable<TTable>
{
    /// <summary>An empty table for what is in another.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it, or it would be too long.</exception>
    TTable Successor(TTable table);

    /// <summary>Moves the entries of a chunk to the next table. Nobody else moves them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="chunk">Which chunk.</param>
    /// <param name="again">Whether another had begun: some entries have moved, and of others there are copies, which may be old.</param>
    /// <exception cref="OutOfMemoryException">The next table is full, and there is no memory for one more. The rest has not moved.</exception>
    void Move(TTable table, int chunk, bool again);

    /// <summary>Lets go of the tables at the beginning that are migrated.</summary>
    void Advance();
}

/// <summary>When tables are migrated: a chunk with each operation that has to do with it.</summary>
/// <remarks>
/// Memory may run out whenever a table is made. Who has no place without it gets the exception, before anything was done. For all others a
/// longer table is good, not necessary: they go on in the one there is, others try again later, and a chunk that could not be finished
/// is somebody else's.
/// </remarks>
internal static class Migration
{
    /// <summary>The next table, after a share of the migration to it; made when there is none, for the caller has no place in this one.</summary>
    /// <exception cref="OutOfMemoryException">There is none, and no memory for it.</exception>
    public static TTable Onward<TMap, TTable>(ref TMap map, TTable table)
        where TMap : IMigratingMap<TTable>
        where TTable : MigratingTable<TTable>
    {
        TTable next = table.Next ?? Grow(ref map, table);
        TryHelp(ref map, table);
        return next;
    }

    /// <summary>As <see cref="Onward"/> for who only looks for a key: the next table, where there is one. A share is done by these too, or a
    /// store that is filled and from then on only read would lie in two tables for ever.</summary>
    public static TTable? SentOn<TMap, TTable>(ref TMap map, TTable table)
        where TMap : IMigratingMap<TTable>
        where TTable : MigratingTable<TTable>
    {
        TTable? next = table.Next;
        if (next is not null)
            TryHelp(ref map, table);
        return next;
    }

    /// <summary>Begins the migration of a table to one that is better, if there is memory for it.</summary>
    public static void TryBegin<TMap, TTable>(ref TMap map, TTable table)
        where TMap : IMigratingMap<TTable>
        where TTable : MigratingTable<TTable>
    {
        if (!table.TryBeAllocator())
            return;
        try
        {
            Grow(ref map, table);
        }
        catch (OutOfMemoryException)
        {
            table.Refuse();
            return;
        }
        TryHelp(ref map, table);
    }

    /// <summary>The table after this one, which is made when there is none.</summary>
    /// <exception cref="OutOfMemoryException">There is none, and no memory for it.</exception>
    public static TTable Grow<TMap, TTable>(ref TMap map, TTable table)
        where TMap : IMigratingMap<TTable>
        where TTable : MigratingTable<TTable> => table.Chain.Append(table, map.Successor(table));

    /// <summary>Migrates one chunk, when there is one left; if there is memory for that.</summary>
    public static void TryHelp<TMap, TTable>(ref TMap map, TTable table)
        where TMap : IMigratingMap<TTable>
        where TTable : MigratingTable<TTable>
    {
        try
        {
            Help(ref map, table);
        }
        catch (OutOfMemoryException)
        {
            // The chunk waits for others, and the operation goes on.
            return;
        }
    }

    /// <summary>Migrates one chunk, when there is one left.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for that.</exception>
    public static bool Help<TMap, TTable>(ref TMap map, TTable table)
        where TMap : IMigratingMap<TTable>
        where TTable : MigratingTable<TTable>
    {
        bool claimed = table.Claims.TryClaim(out int chunk, out bool again), moved = false;
        if (claimed)
        {
            try
            {
                map.Move(table, chunk, again);
                moved = true;
            }
            finally
            {
                if (!moved)
                    table.Claims.Return(chunk);
            }
            table.Claims.Complete();
        }
        // Whoever completed the last chunk may be suspended before this; so all do it who come by.
        if (table.Claims.Done)
        {
            table.Chain.Trim();
            map.Advance();
        }
        return claimed;
    }
}
