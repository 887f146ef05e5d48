namespace MemoryModelLab.Stores.Probing;

/// <summary>The tables since a store was made or cleared, in their order, each being migrated to those after it; mostly there is one.</summary>
/// <remarks>
/// A table asks the chain for the one after it, and does not refer to it. Were tables linked, an operation that is suspended in an old
/// one would hold all that came since, and one that is suspended while it copies would make everybody else walk through them.
/// Here it holds the table that it is in: a table that is migrated is dropped from the middle too.
/// </remarks>
internal sealed class TableChain<TTable>(TTable first)
    where TTable : MigratingTable<TTable>
{
    // Never changed, but replaced, by compare-and-swap.
    private TTable[] tables = [first];

    /// <summary>The number of entries of all tables.</summary>
    public ThreadCells Live { get; } = new();

    /// <summary>The tables that are not migrated, the last of which is not being migrated.</summary>
    // acquire: the tables' fields, after. Pairs with the compare-and-swaps below. The dependency would do (litmus/dotnet/Publish.litmus); the
    // acquire keeps the next operation's loads behind as well.
    public TTable[] Tables => Volatile.Read(ref tables);

    /// <summary>The first table after one that is, or was, of this chain: those between are migrated, and nothing is in them.</summary>
    public TTable? After(TTable table)
    {
        TTable[] seen = Tables;
        // Every addition asks this.
        if (seen[^1] == table)
            return null;
        foreach (TTable other in seen)
        {
            if (other.Number > table.Number)
                return other;
        }
        return null;
    }

    /// <summary>Adds a table, unless there is one after <paramref name="last"/> already; the one that is after it.</summary>
    public TTable Append(TTable last, TTable table)
    {
        TTable[] seen = Tables;
        while (seen[^1] == last)
        {
            // full fence: releases the new table. Pairs with Tables. That it is one step makes it one table for all: litmus/stores/LostUpdate.litmus.
            TTable[] found = Interlocked.CompareExchange(ref tables, [.. seen, table], seen);
            if (found == seen)
                return table;
            seen = found;
        }
        return After(last)!;
    }

    /// <summary>Drops the tables that are migrated.</summary>
    public void Trim()
    {
        TTable[] seen = Tables;
        while (Array.Exists(seen, table => table.Claims.Done))
        {
            TTable[] left = Array.FindAll(seen, table => !table.Claims.Done);
            // full fence, one step: as in Append; a table that was added meanwhile must stay.
            TTable[] found = Interlocked.CompareExchange(ref tables, left, seen);
            if (found == seen)
                return;
            seen = found;
        }
    }
}
