using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// Memory that is lent to code that is not rewritten: it holds what reads of it read, and what has changed when it is taken back was written.
/// </summary>
internal abstract class Lent
{
    /// <summary>Reads the memory, and has it hold what was read.</summary>
    public abstract void Give(Session session);

    /// <summary>Restores the memory, and writes what has changed.</summary>
    public abstract void TakeBack(Session session);

    /// <summary>Restores the memory.</summary>
    public abstract void Forget();
}

/// <summary>What is lent together.</summary>
/// <param name="parts">The last lent first.</param>
internal sealed class LentTogether(Lent[] parts) : Lent
{
    /// <inheritdoc/>
    public override void Give(Session session)
    {
        foreach (Lent part in parts.Reverse())
            part.Give(session);
    }

    /// <inheritdoc/>
    public override void TakeBack(Session session)
    {
        foreach (Lent part in parts)
            part.TakeBack(session);
    }

    /// <inheritdoc/>
    public override void Forget()
    {
        foreach (Lent part in parts)
            part.Forget();
    }
}

/// <summary>Values one after the other, in an object that does not move.</summary>
internal sealed unsafe class Lent<T>(ref T start, int count, int site) : Lent
{
    private readonly void* start = Unsafe.AsPointer(ref start);
    private readonly T[] before = new T[count];
    private readonly T[] given = new T[count];
    private bool isGiven;

    private Span<T> Memory => MemoryMarshal.CreateSpan(ref Unsafe.AsRef<T>(start), given.Length);

    /// <inheritdoc/>
    public override void Give(Session session)
    {
        Memory.CopyTo(before);
        for (int i = 0; i < given.Length; i++)
            given[i] = session.Load(ref Memory[i], Ordering.Plain, site);
        given.CopyTo(Memory);
        isGiven = true;
    }

    /// <inheritdoc/>
    public override void TakeBack(Session session)
    {
        T[] after = Memory.ToArray();
        Forget();
        for (int i = 0; i < after.Length; i++)
        {
            if (!Session.AreSame(ref after[i], ref given[i]))
                session.Store(ref Memory[i], after[i], Ordering.Plain, site);
        }
    }

    /// <inheritdoc/>
    public override void Forget()
    {
        if (isGiven)
            before.CopyTo(Memory);
        isGiven = false;
    }
}
