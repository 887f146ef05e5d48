namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A point that threads pass together, phase after phase. Arriving is an <c>Interlocked</c> operation, as in the original, and so a full fence; who waits sees
/// what the others did before they arrived.
/// </summary>
[StandsFor(typeof(System.Threading.Barrier))]
public sealed class Barrier : IDisposable
{
    private int _participants;
    private int _arrived;
    private long _phase;

    /// <summary>The number of the phase.</summary>
    public long CurrentPhaseNumber => Here.Read(ref _phase);

    /// <summary>How many pass together.</summary>
    public int ParticipantCount => Here.Read(ref _participants);

    /// <summary>How many have not arrived.</summary>
    public int ParticipantsRemaining => ParticipantCount - Here.Read(ref _arrived);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int participantCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participantCount);
        var created = Hooks.Allocate<Barrier>();
        Here.Write(ref created._participants, participantCount);
        return created;
    }

    /// <summary>Arrives, and waits for the others.</summary>
    public void SignalAndWait()
    {
        long phase = Here.Read(ref _phase);
        if (Hooks.Increment(ref _arrived, Here.Site) == Here.Read(ref _participants))
        {
            Here.Write(ref _arrived, 0);
            Here.Write(ref _phase, phase + 1);
            return;
        }
        while (Here.Read(ref _phase) == phase)
            Here.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
