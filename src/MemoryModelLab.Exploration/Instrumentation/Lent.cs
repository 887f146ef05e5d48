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
    private readonly void* _start = Unsafe.AsPointer(ref start);
    private readonly T[] _before = new T[count];
    private readonly T[] _given = new T[count];
    private bool _isGiven;

    private Span<T> Memory => MemoryMarshal.CreateSpan(ref Unsafe.AsRef<T>(_start), _given.Length);

    /// <inheritdoc/>
    public override void Give(Session session)
    {
        Memory.CopyTo(_before);
        for (int i = 0; i < _given.Length; i++)
            _given[i] = session.Load(ref Memory[i], Ordering.Plain, site);
        _given.CopyTo(Memory);
        _isGiven = true;
    }

    /// <inheritdoc/>
    public override void TakeBack(Session session)
    {
        T[] after = Memory.ToArray();
        Forget();
        for (int i = 0; i < after.Length; i++)
        {
            if (!Session.AreSame(ref after[i], ref _given[i]))
                session.Store(ref Memory[i], after[i], Ordering.Plain, site);
        }
    }

    /// <inheritdoc/>
    public override void Forget()
    {
        if (_isGiven)
            _before.CopyTo(Memory);
        _isGiven = false;
    }
}
