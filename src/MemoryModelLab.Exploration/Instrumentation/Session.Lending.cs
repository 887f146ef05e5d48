using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>Memory that code that is not rewritten is given, and memory it gives.</content>
internal sealed partial class Session
{
    private readonly Stack<Loan> lent = new();
    private readonly ConditionalWeakTable<object, Array[]> held = [];
    private readonly ForeignObjects foreign = new();
    private bool isLending;

    /// <summary>Lends values to a call; to be taken back after it.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="site">Where in the program.</param>
    /// <param name="of">The array they are all of, if the call is given that.</param>
    public void Lend<T>(ref T start, int count, int site, T[]? of = null)
    {
        Lent<T>? lent = count > 0 && MayBeShared(ref start) ? new Lent<T>(ref start, count, site) : null;
        if (lent is not null)
            Give(lent);
        this.lent.Push(new Loan(lent, of is null ? [] : [of]));
    }

    /// <summary>Nothing is lent, and one less to be taken back.</summary>
    public void LendNothing() => lent.Push(new Loan(null, []));

    /// <summary>Lends what an object of code that is not rewritten has kept of what it was given, as a query keeps the array it is of.</summary>
    public void LendHeld(object? holder, int site)
    {
        if (holder is null || !held.TryGetValue(holder, out Array[]? arrays))
        {
            LendNothing();
            return;
        }
        foreach (Array array in arrays)
            Hooks.LendObject(array, site);
        LendAsOne(arrays.Length);
    }

    /// <summary>What was lent last is taken back as one.</summary>
    public void LendAsOne(int count)
    {
        Loan[] loans = new Loan[count];
        for (int i = 0; i < count; i++)
            loans[i] = lent.Pop();
        Lent[] parts = [.. loans.Select(loan => loan.Lent).OfType<Lent>()];
        lent.Push(new Loan(parts.Length == 0 ? null : new LentTogether(parts), [.. loans.SelectMany(loan => loan.Given)]));
    }

    /// <summary>What a call has returned may keep what the call was lent.</summary>
    public void Hold(object? returned, int lent)
    {
        if (returned is null or Array or string || heap.Contains(returned))
            return;
        HashSet<Array> given = new(ReferenceEqualityComparer.Instance);
        foreach (Loan loan in this.lent.Take(lent))
            given.UnionWith(loan.Given);
        if (given.Count == 0)
            return;
        if (held.TryGetValue(returned, out Array[]? before))
            given.UnionWith(before);
        held.AddOrUpdate(returned, [.. given]);
    }

    /// <summary>A pointer is given to a call: how far that goes is not known, so nothing there may be shared.</summary>
    public void LendAddress(nuint address, int site)
    {
        if (!IsPrologue && !IsOnStack(address) && (heap.Find(address) ?? program.FindInitial(address)) is not null)
            throw new UnsupportedCodeException($"{SiteTable.Get(site)} is given a pointer to memory that may be shared: what code that is not rewritten does there is not explored");
        LendNothing();
    }

    /// <summary>A call has ended that some values were lent to.</summary>
    public void TakeBack(int count)
    {
        while (count-- > 0 && this.lent.TryPop(out Loan loan))
        {
            if (loan.Lent is { } lent)
                TakeBack(lent);
        }
    }

    /// <summary>
    /// Code of the program that a call has called back is about to do something: what the call was lent is taken back, so that what it has written so far
    /// comes before. True if it is to be given again, by <see cref="Resume"/>: what the call reads later is read after.
    /// </summary>
    public bool Interrupt()
    {
        if (this.lent.Count == 0 || isLending)
            return false;
        bool isAny = false;
        foreach (Loan loan in this.lent)
        {
            if (loan.Lent is not { } lent)
                continue;
            TakeBack(lent);
            isAny = true;
        }
        return isAny;
    }

    /// <summary>The call has again what it was lent.</summary>
    public void Resume()
    {
        foreach (Loan loan in this.lent.Reverse())
        {
            if (loan.Lent is { } lent)
                Give(lent);
        }
    }

    private void Give(Lent lent)
    {
        isLending = true;
        lent.Give(this);
        isLending = false;
    }

    private void TakeBack(Lent lent)
    {
        isLending = true;
        lent.TakeBack(this);
        isLending = false;
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
        isLending = false;
        while (lent.TryPop(out Loan loan))
            loan.Lent?.Forget();
    }

    /// <summary>The running thread has made an object of code that is not rewritten.</summary>
    public void Made(object value) => foreign.Made(value, runner.Thread, run);

    /// <summary>The running thread calls an object of code that is not rewritten.</summary>
    public void Use(object value, bool changes, int site)
    {
        if (heap.Contains(value) || (IsPrologue ? foreign.Prepare(value, runner.Thread, run, changes) : foreign.Use(value, runner.Thread, run, changes)))
            return;
        throw new UnsupportedCodeException($"{SiteTable.Get(site)}: a {value.GetType().Name} is changed that several threads use, or several executions, and its code is not rewritten: what they do to it is not explored");
    }

    /// <summary>Whether memory is of an object that is explored, and not the running thread's own.</summary>
    private bool MayBeShared<T>(ref T location)
    {
        if (Shape<T>.Leaves is { Length: > 0 } leaves && leaves[0].Offset == 0 && leaves[0].Size != Shape<T>.Size)
            return !IsPrologue && MayBeSharedAt(Address(ref location));
        return !IsPrologue && Find(ref location) is { } place && (place.Fields.IsShared || place.Owner.Thread != runner.Thread || place.Owner.IsInitial);
    }

    private bool MayBeSharedAt(nuint address) => !IsOnStack(address) && (heap.Find(address) ?? program.FindInitial(address)) is not null;

    private static unsafe nuint Address<T>(ref T location) => (nuint)Unsafe.AsPointer(ref location);

    /// <summary>What a call is given by one of its arguments.</summary>
    /// <param name="Lent">The memory that is lent to it, null for none.</param>
    /// <param name="Given">The arrays that it can keep.</param>
    private readonly record struct Loan(Lent? Lent, Array[] Given);
}
