using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    private readonly Places places = new();
    private readonly UnknownMemory unknown = new();

    private unsafe Place? Find<T>(ref T location)
    {
        var address = (nuint)Unsafe.AsPointer(ref location);
        if (IsOnStack(address))
            return null;
        return places.Find(address) ?? Discover(address, Shape<T>.Size);
    }

    /// <summary>A pointer is kept: one to a local variable leads to memory that other threads use for themselves.</summary>
    public void DemandNotOnStack(nuint pointer, int site)
    {
        if (IsOnStack(pointer))
            throw new UnsupportedCodeException($"{SiteTable.Get(site)}: a pointer to a local variable is kept where other threads may find it, and is not explored");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsOnStack(nuint address) => stack - address < StackSize;

    /// <summary>An access to what is neither the stack nor an object that is known.</summary>
    private void AccessUnknown<T>(ref T location, bool writes, int site)
    {
        nuint address = Address(ref location);
        if (IsOnStack(address))
            return;
        string? field = SiteTable.Get(site).Member is var member && member.Contains('.', StringComparison.Ordinal) && !member.EndsWith("[]", StringComparison.Ordinal) ? member : null;
        if (writes ? unknown.TryWrite(address, field, Thread, run, IsPrologue) : unknown.TryRead(address, field, Thread, run))
            return;
        throw new UnsupportedCodeException($"{SiteTable.Get(site)}: memory that code which is not rewritten has made is shared by threads, or executions, and is not explored");
    }

    private Place? Discover(nuint address, int size)
    {
        HeapObject? owner = heap.Find(address) ?? program.FindInitial(address);
        if (owner is null)
            return null;
        var found = new Place(owner, fields.Get(owner.Value.GetType(), address - owner.Start), size);
        places.Add(address, found);
        return found;
    }

    /// <summary>Whether an access is an event, rather than of memory only.</summary>
    private bool IsEvent(Place place, bool writes)
    {
        HeapObject owner = place.Owner;
        bool own = owner.Thread == runner.Thread;
        if (own && IsPrologue)
            return false;
        if (place.Fields.IsShared)
            return true;
        if (own)
            return writes && IsLate(place);
        if (writes)
            return Share(place);
        if (owner.IsInitial)
        {
            place.IsReadByOthers = true;
            return place.IsWrittenLate && Share(place);
        }
        if (owner.Thread != runner.Parent || (place.StartedAtWrite & Bit(runner.Thread)) != 0)
            return Share(place);
        place.Readers |= Bit(runner.Thread);
        return false;
    }

    /// <summary>Whether a thread writes memory of its own when others have read it, or may.</summary>
    private bool IsLate(Place place)
    {
        if (place.Owner.IsInitial)
        {
            place.IsWrittenLate = true;
            return place.IsReadByOthers && Share(place);
        }
        place.StartedAtWrite = children;
        return (place.Readers & children) != 0 && Share(place);
    }

    private static UInt128 Bit(int thread) => UInt128.One << thread;

    private static bool Share(Place place)
    {
        place.Fields.IsShared = true;
        throw new RestartException();
    }

    private int Locate<T>(Place place, ref T location, int site)
    {
        if (place.Size != Shape<T>.Size)
            throw new UnsupportedCodeException($"{SiteTable.Get(site)} is accessed by {Shape<T>.Size} bytes here and by {place.Size} elsewhere");
        if (place.Location < 0)
        {
            place.Fields.Name = SiteTable.Get(site).Member;
            place.Location = runner.Names.Add(runner.Objects.NumberOf(place.Owner.Value), ref location, SiteTable.Get(site).Member);
        }
        return place.Location;
    }
}
