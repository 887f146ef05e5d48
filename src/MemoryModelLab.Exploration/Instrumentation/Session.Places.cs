using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    private readonly Places _places = new();

    private unsafe Place? Find<T>(ref T location)
    {
        var address = (nuint)Unsafe.AsPointer(ref location);
        if (_stack - address < StackSize)
            return null;
        return _places.Find(address) ?? Discover(address, Shape<T>.Size);
    }

    private Place? Discover(nuint address, int size)
    {
        HeapObject? owner = _heap.Find(address) ?? _program.FindInitial(address);
        if (owner is null)
            return null;
        var found = new Place(owner, _fields.Get(owner.Value.GetType(), address - owner.Start), size);
        _places.Add(address, found);
        return found;
    }

    /// <summary>Whether an access is an event, rather than of memory only.</summary>
    private bool IsEvent(Place place, bool writes)
    {
        HeapObject owner = place.Owner;
        bool own = owner.Thread == _runner.Thread;
        if (own && IsPrologue)
            return false;
        if (place.Fields.IsShared)
            return true;
        if (own)
        {
            if (!owner.IsInitial || !writes)
                return false;
            place.IsWrittenLate = true;
            return place.IsReadByOthers && Share(place);
        }
        if (writes || !owner.IsInitial || place.IsWrittenLate)
            return Share(place);
        place.IsReadByOthers = true;
        return false;
    }

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
            place.Location = _runner.Names.Add(_runner.Objects.NumberOf(place.Owner.Value), ref location, SiteTable.Get(site).Member);
        }
        return place.Location;
    }
}
