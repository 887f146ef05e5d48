using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>Memory that code that is not rewritten is given, and memory it gives.</content>
internal sealed partial class Session
{
    private readonly Stack<Lent?> _lent = new();
    private readonly ForeignObjects _foreign = new();

    /// <summary>Lends values to a call; to be taken back after it.</summary>
    public void Lend<T>(ref T start, int count, int site) => _lent.Push(count > 0 && MayBeShared(ref start) ? new Lent<T>(this, ref start, count, site) : null);

    /// <summary>Nothing is lent, and one less to be taken back.</summary>
    public void LendNothing() => _lent.Push(null);

    /// <summary>A pointer is given to a call: how far that goes is not known, so nothing there may be shared.</summary>
    public void LendAddress(nuint address, int site)
    {
        if (!IsPrologue && !IsOnStack(address) && (_heap.Find(address) ?? _program.FindInitial(address)) is not null)
            throw new UnsupportedCodeException($"{SiteTable.Get(site)} is given a pointer to memory that may be shared: what code that is not rewritten does there is not explored");
        LendNothing();
    }

    /// <summary>A call has ended that some values were lent to.</summary>
    public void TakeBack(int count)
    {
        while (count-- > 0 && _lent.TryPop(out Lent? lent))
            lent?.TakeBack(this);
    }

    /// <summary>An array that code that is not rewritten has made becomes one of the running thread's.</summary>
    public T[]? Adopt<T>(T[]? array, int site)
    {
        if (array is not { Length: > 0 } || Find(ref MemoryMarshal.GetArrayDataReference(array)) is not null)
            return array;
        T[] own = NewArray<T>(array.Length);
        CopyInto(own, array, site);
        return own;
    }

    /// <summary>What calls that have thrown have not given back.</summary>
    private void ForgetLent()
    {
        while (_lent.TryPop(out Lent? lent))
            lent?.Forget();
    }

    /// <summary>The running thread has made an object of code that is not rewritten.</summary>
    public void Made(object value) => _foreign.Made(value, _runner.Thread, _run);

    /// <summary>The running thread calls an object of code that is not rewritten.</summary>
    public void Use(object value, bool changes, int site)
    {
        if (_heap.Contains(value) || (IsPrologue ? _foreign.Prepare(value, _runner.Thread, _run, changes) : _foreign.Use(value, _runner.Thread, _run, changes)))
            return;
        throw new UnsupportedCodeException($"{SiteTable.Get(site)}: a {value.GetType().Name} is changed that several threads use, or several executions, and its code is not rewritten: what they do to it is not explored");
    }

    /// <summary>Whether memory is of an object that is explored, and not the running thread's own.</summary>
    private bool MayBeShared<T>(ref T location)
    {
        if (Shape<T>.Leaves is { Length: > 0 } leaves && leaves[0].Offset == 0 && leaves[0].Size != Shape<T>.Size)
            return !IsPrologue && MayBeSharedAt(Address(ref location));
        return !IsPrologue && Find(ref location) is { } place && (place.Fields.IsShared || place.Owner.Thread != _runner.Thread || place.Owner.IsInitial);
    }

    private bool MayBeSharedAt(nuint address) => !IsOnStack(address) && (_heap.Find(address) ?? _program.FindInitial(address)) is not null;

    private static unsafe nuint Address<T>(ref T location) => (nuint)Unsafe.AsPointer(ref location);
}
