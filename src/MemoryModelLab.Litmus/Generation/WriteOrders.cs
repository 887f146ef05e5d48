namespace MemoryModelLab.Litmus.Generation;

/// <summary>Whether the values of a condition leave open in which coherence order the writes to a location stand.</summary>
internal static class WriteOrders
{
    /// <summary>Whether more than one order of the writes to <paramref name="location"/> agrees with the values and with coherence.</summary>
    /// <param name="threads">The accesses; the writes have the values 1 to <paramref name="last"/>.</param>
    /// <param name="location">The location.</param>
    /// <param name="last">The value that stays, which is also the number of writes.</param>
    public static bool AreOpen(IReadOnlyList<List<PlannedAccess>> threads, int location, int last)
    {
        if (last < 3) return false;
        int[] position = new int[last + 1]; // of the write of a value; 0 is the initial one
        position[last] = last;
        return Count(1) > 1;

        int Count(int next)
        {
            if (next == last) return Agrees() ? 1 : 0;
            int count = 0;
            for (int value = 1; value < last; value++)
            {
                if (position[value] != 0) continue;
                position[value] = next;
                count += Count(next + 1);
                position[value] = 0;
            }

            return count;
        }

        bool Agrees()
        {
            foreach (List<PlannedAccess> thread in threads)
            {
                PlannedAccess? before = null;
                foreach (PlannedAccess access in thread)
                {
                    if (access.Location != location || (access.IsRead && !access.Observed)) continue;
                    if (before is not null)
                    {
                        (int earlier, int later) = (position[before.Value], position[access.Value]);
                        if (access.IsRead ? earlier > later : earlier >= later) return false;
                    }

                    before = access;
                }
            }

            return true;
        }
    }
}
