namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// Who migrates what: a table is migrated in chunks, each claimed by one thread. That every slot has one copier is what makes it safe to
/// copy first and to retire the original afterwards.
/// </summary>
internal sealed class ChunkClaims(int chunks)
{
    private int next;
    private int done;

    /// <summary>Whether all chunks are copied.</summary>
    // acquire: what is read in the new table, after. Pairs with the increment in Complete. Without it:
    // litmus/stores/Migrated.litmus.
    public bool Done => Volatile.Read(ref done) == chunks;

    public bool TryClaim(out int chunk)
    {
        // plain: a hint that saves the increment once all are claimed.
        chunk = next;
        if (chunk >= chunks)
            return false;
        // atomic: each number is given out once. Its order matters to nobody.
        chunk = Interlocked.Increment(ref next) - 1;
        return chunk < chunks;
    }

    // release: the copies before the count. Pairs with Done.
    public void Complete() => Interlocked.Increment(ref done);
}
