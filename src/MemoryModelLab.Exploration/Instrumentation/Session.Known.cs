using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>
/// Which objects the running thread knows otherwise than from a read that is an event: it created them, was given them when it began, or has read
/// them from memory. Their addresses depend on no event.
/// </content>
internal sealed partial class Session
{
    private readonly Dictionary<object, int> _knownIn = new(ReferenceEqualityComparer.Instance);

    private bool IsKnown(Place place) =>
        place.Owner.Thread == Thread || (_knownIn.TryGetValue(place.Owner.Value, out int run) && run == _run);

    /// <summary>The running thread has been given a reference.</summary>
    private void Know(object? value)
    {
        if (value is not null)
            _knownIn[value] = _run;
        if (value is Delegate { Target: { } target })
            _knownIn[target] = _run;
    }

    /// <summary>The running thread has read memory. Of what only it writes, it knows what it has put there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KnowRead<T>(Place? place, T value)
    {
        if (!typeof(T).IsValueType && value is not null && !IsPrologue && (place is null || place.Owner.IsInitial || place.Owner.Thread != Thread))
            Know(value);
    }

    /// <summary>The running thread has read a delegate: it knows what that is called on, once it calls it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KnowCalled<T>(T value)
    {
        if (typeof(T).IsAssignableTo(typeof(Delegate)) && value is Delegate { Target: { } target })
            _knownIn[target] = _run;
    }
}
