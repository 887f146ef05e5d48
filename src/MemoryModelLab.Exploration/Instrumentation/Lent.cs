using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// Memory that is lent to code that is not rewritten: it holds what reads of it read, and what has changed when it is taken back was written.
/// </summary>
internal abstract class Lent
{
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
internal sealed unsafe class Lent<T> : Lent
{
    private readonly void* _start;
    private readonly T[] _before;
    private readonly T[] _given;
    private readonly int _site;

    /// <summary>Reads the values, and has the memory hold them.</summary>
    public Lent(Session session, ref T start, int count, int site)
    {
        _start = Unsafe.AsPointer(ref start);
        _site = site;
        _before = MemoryMarshal.CreateSpan(ref start, count).ToArray();
        _given = new T[count];
        for (int i = 0; i < count; i++)
            _given[i] = session.Load(ref At(i), Ordering.Plain, site);
        for (int i = 0; i < count; i++)
            At(i) = _given[i];
    }

    /// <inheritdoc/>
    public override void TakeBack(Session session)
    {
        T[] after = MemoryMarshal.CreateSpan(ref At(0), _given.Length).ToArray();
        Forget();
        for (int i = 0; i < after.Length; i++)
        {
            if (!Session.AreSame(ref after[i], ref _given[i]))
                session.Store(ref At(i), after[i], Ordering.Plain, _site);
        }
    }

    /// <inheritdoc/>
    public override void Forget()
    {
        for (int i = 0; i < _before.Length; i++)
            At(i) = _before[i];
    }

    private ref T At(int index) => ref Unsafe.Add(ref Unsafe.AsRef<T>(_start), index);
}
