namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>
/// Initialisers of classes run once for all executions. So it must not matter when they do: what they read, threads must not write.
/// </content>
internal sealed partial class Session
{
    /// <summary>An initialiser that the running thread has set off reads.</summary>
    /// <param name="location">What it reads.</param>
    /// <param name="made">What it has made itself.</param>
    /// <param name="site">Where in the program.</param>
    public void NoteInitialiserRead<T>(ref T location, HashSet<object> made, int site)
    {
        nuint address = Address(ref location);
        // What the first thread sets off before it starts others, runs before them in all executions.
        if (IsPrologue || IsOnStack(address) || (heap.Find(address) ?? program.FindInitial(address)) is not { } owner || made.Contains(owner.Value))
            return;
        if (Shape<T>.Leaves is not { } leaves)
        {
            program.NoteInitialiserRead(address, site);
            return;
        }
        foreach (Leaf leaf in leaves)
            program.NoteInitialiserRead(address + (nuint)leaf.Offset, site);
    }

    /// <summary>Fails if a thread has written what an initialiser has read.</summary>
    /// <exception cref="UnsupportedCodeException">One has.</exception>
    public void DemandInitialisersApart()
    {
        foreach ((nuint address, int site) in program.InitialiserReads)
        {
            if (places.Find(address) is { IsWritten: true } or { IsWrittenLate: true })
                throw new UnsupportedCodeException($"{SiteTable.Get(site)} is read by a static constructor, and written by threads: when it runs is not explored");
        }
    }
}
