using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>
/// Which objects the running thread knows otherwise than from a read that is an event: it created them, was given them when it began, or has read
/// them from memory. Their addresses depend on no event.
/// </content>
internal sealed partial class Session
{
    private readonly Dictionary<object, int> knownIn = new(ReferenceEqualityComparer.Instance);

    // The delegates of the run, and how many events there were before each.
    private readonly Dictionary<Delegate, int> delegates = new(ReferenceEqualityComparer.Instance);

    private bool IsKnown(Place place) =>
        place.Owner.Thread == Thread || (knownIn.TryGetValue(place.Owner.Value, out int run) && run == this.run);

    /// <summary>The running thread has been given a reference.</summary>
    private void Know(object? value)
    {
        if (value is not null)
            knownIn[value] = run;
        if (value is Delegate { Target: { } target })
            knownIn[target] = run;
    }

    /// <summary>The running thread has read memory. Of what only it writes, it knows what it has put there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KnowRead<T>(Place? place, T value)
    {
        if (!typeof(T).IsValueType && value is not null && !IsPrologue && (place is null || place.Owner.IsInitial || place.Owner.Thread != Thread))
            Know(value);
    }

    /// <summary>The running thread has made a delegate: what it has written into what that is called on, it publishes with it.</summary>
    public void Made(Delegate made)
    {
        if (!IsPrologue && made.Target is not null)
            delegates[made] = runner.Position;
    }

    private long NumberOf(Delegate made, object target) => runner.Objects.NumberOf(made, target, Thread, delegates.GetValueOrDefault(made));
}
