namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// Who migrates what: a table is migrated in chunks, each claimed by one thread at a time. That every slot has one copier is what makes it
/// safe to copy first and to retire the original afterwards.
/// </summary>
internal sealed class ChunkClaims(int chunks)
{
    // Those that somebody could not finish: 1. It is here from the beginning, for they come when there is no memory.
    private readonly byte[] returned = new byte[chunks];
    private int returns;
    private int next;
    private int done;

    /// <summary>Whether all chunks are copied.</summary>
    // acquire: what is read in the new table, after. Pairs with the increment in Complete. Without it:
    // litmus/stores/Migrated.litmus.
    public bool Done => Volatile.Read(ref done) == chunks;

    /// <param name="chunk">The chunk that is now the caller's.</param>
    /// <param name="again">Whether somebody had it before, and copied some of it.</param>
    public bool TryClaim(out int chunk, out bool again)
    {
        again = false;
        // plain: a hint that saves the increment once all are claimed.
        chunk = next;
        if (chunk < chunks)
        {
            // atomic: each number is given out once. Its order matters to nobody.
            chunk = Interlocked.Increment(ref next) - 1;
            if (chunk < chunks)
                return true;
        }
        // plain: a hint; who misses one leaves it to the next who asks.
        return returns > 0 && (again = TryClaimReturned(out chunk));
    }

    /// <summary>The caller's chunk is copied.</summary>
    // release: the copies before the count. Pairs with Done.
    public void Complete() => Interlocked.Increment(ref done);

    /// <summary>The caller cannot finish its chunk, and will not touch it again.</summary>
    public void Return(int chunk)
    {
        // release: what was copied before the chunk is free. Pairs with the exchange in TryClaimReturned, or two would be its copiers.
        Volatile.Write(ref returned[chunk], 1);
        Interlocked.Increment(ref returns);
    }

    private bool TryClaimReturned(out int chunk)
    {
        for (chunk = 0; chunk < chunks; chunk++)
        {
            // acquire: the one before is through. Atomic: it is given to one.
            if (Volatile.Read(ref returned[chunk]) != 0 && Interlocked.Exchange(ref returned[chunk], 0) != 0)
            {
                Interlocked.Decrement(ref returns);
                return true;
            }
        }
        return false;
    }
}
