using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>Reads, writes, updates and fences: of memory, or as events.</content>
internal sealed partial class Session
{
    /// <summary>Reads.</summary>
    public T Load<T>(ref T location, Ordering ordering, int site)
    {
        if (Shape<T>.Leaves is { } leaves)
            return LoadParts(ref location, leaves, ordering, site);
        Place? place = Find(ref location);
        if (place is null || !IsEvent(place, writes: false))
        {
            if (place is null)
                AccessUnknown(ref location, writes: false, site);
            NoteMemoryRead(place);
            KnowRead(place, location);
            return location;
        }
        memoryRead = null;
        bool isInside = Interrupt();
        site = Seen(site);
        ordering = orderings?.OfAccess(site, false, ordering) ?? ordering;
        if (ordering.HasFlag(Ordering.Fenced))
            AddFence(MemoryOrder.Full, site);
        MemoryOrder order = ordering.HasFlag(Ordering.Volatile) ? MemoryOrder.Acquire : MemoryOrder.Plain;
        var access = new Access(Locate(place, ref location, site), order, site, IsKnown: IsKnown(place), Part: part);
        if (!rounds.TryRepeat(access, out long bits))
            bits = runner.Read(access);
        if (isInside)
            Resume();
        return Bits.To<T>(bits, runner.Objects);
    }

    /// <summary>Writes.</summary>
    public void Store<T>(ref T location, T value, Ordering ordering, int site)
    {
        if (Shape<T>.Leaves is { } leaves)
        {
            StoreParts(ref location, value, leaves, ordering, site);
            return;
        }
        Place? place = Find(ref location);
        if (place is null || !IsEvent(place, writes: true))
        {
            if (place is null)
                AccessUnknown(ref location, writes: true, site);
            // The same value again changes nothing, so that a loop that keeps assigning what it read can be seen to wait.
            if (!AreSame(ref location, ref value))
                NoteChange(ref location);
            location = value;
            return;
        }
        place.IsWritten = true;
        bool isInside = Interrupt();
        site = Seen(site);
        ordering = orderings?.OfAccess(site, true, ordering) ?? ordering;
        MemoryOrder order = ordering.HasFlag(Ordering.Volatile) ? MemoryOrder.Release : MemoryOrder.Plain;
        rounds.StopRepeating();
        runner.Write(new Access(Locate(place, ref location, site), order, site, IsKnown: IsKnown(place), Part: part), BitsOf(value));
        if (ordering.HasFlag(Ordering.Fenced))
            AddFence(MemoryOrder.Full, site);
        if (isInside)
            Resume();
    }

    /// <summary>Reads, modifies and writes; the value before.</summary>
    public T Modify<T>(ref T location, Update update, T operand, T comparand, int site, MemoryOrder order = MemoryOrder.Full)
    {
        Place? place = Find(ref location);
        if (place is null || !IsEvent(place, writes: true))
        {
            if (place is null)
            {
                AccessUnknown(ref location, writes: false, site);
                AccessUnknown(ref location, writes: true, site);
            }
            NoteMemoryRead(place);
            T before = location;
            KnowRead(place, before);
            location = Updated(update, before, operand, comparand);
            if (!AreSame(ref location, ref before))
                NoteChange(ref location);
            return before;
        }
        place.IsWritten = true;
        site = Seen(site);
        (long by, long with) = (BitsOf(operand), BitsOf(comparand));
        if (orderings is not null && IsReplaced(update, by, with, site, out bool isWrite))
        {
            if (!isWrite)
                return Load(ref location, Ordering.Volatile, site);
            Store(ref location, operand, Ordering.Volatile, site);
            return default!;
        }
        memoryRead = null;
        var access = new Access(Locate(place, ref location, site), order, site, IsKnown: IsKnown(place));
        bool isInside = Interrupt();
        if (!rounds.TryRepeat(access, update, by, with, out long old))
            old = runner.Modify(access, update, by, with, out _);
        if (isInside)
            Resume();
        return Bits.To<T>(old, runner.Objects);
    }

    /// <summary>
    /// Whether orderings are tried in which a volatile access stands for an Interlocked operation: for an exchange whose result is not used, a
    /// write; for one that leaves what is there, a read.
    /// </summary>
    private bool IsReplaced(Update update, long operand, long comparand, int site, out bool isWrite)
    {
        isWrite = update == Update.Exchange && SiteTable.Get(site).IsDiscarded;
        bool isRead = update switch
        {
            Update.CompareExchange => operand == comparand,
            Update.Add or Update.Or => operand == 0,
            _ => false,
        };
        if (isWrite || isRead)
            return orderings!.IsReplaced(site, isWrite);
        orderings!.Bind(site);
        return false;
    }

    /// <summary>A fence.</summary>
    public void Fence(MemoryOrder order, int site)
    {
        if (IsPrologue)
            return;
        site = Seen(site);
        bool isInside = Interrupt();
        AddFence(orderings?.OfFence(site, order) ?? order, site);
        if (isInside)
            Resume();
    }

    private void AddFence(MemoryOrder order, int site)
    {
        if (!rounds.TryRepeatFence())
            runner.Fence(order, site);
    }

    private static T Updated<T>(Update update, T before, T operand, T comparand)
    {
        if (update == Update.Exchange)
            return operand;
        if (!typeof(T).IsValueType)
            return ReferenceEquals(before, comparand) ? operand : before;
        (long old, long by, long with) = (Word(before), Word(operand), Word(comparand));
        return Value<T>(update switch
        {
            Update.Add => old + by,
            Update.And => old & by,
            Update.Or => old | by,
            Update.AddWithin => UpdateFunction.IsWithin(old + by, with) ? old + by : old,
            _ => old == with ? by : old,
        });
    }

    private static long Word<T>(T value)
    {
        long word = 0;
        Unsafe.As<long, T>(ref word) = value;
        return word;
    }

    private static T Value<T>(long word) => Unsafe.As<long, T>(ref word);

    /// <summary>Whether two values are the same, bit by bit.</summary>
    public static bool AreSame<T>(ref T left, ref T right) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref left), Unsafe.SizeOf<T>())
            .SequenceEqual(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref right), Unsafe.SizeOf<T>()));

    private long BitsOf<T>(T value) => !typeof(T).IsValueType && value is Delegate { Target: { } target } made ? NumberOf(made, target) : Bits.From(value, runner.Objects);
}
