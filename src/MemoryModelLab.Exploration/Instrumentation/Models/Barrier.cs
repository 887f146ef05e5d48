namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A point that threads pass together, phase after phase. Arriving is an <c>Interlocked</c> operation, as in the original, and so a full fence; who waits sees
/// what the others did before they arrived.
/// </summary>
[StandsFor(typeof(System.Threading.Barrier))]
public sealed class Barrier : IDisposable
{
    private int participants;
    private int arrived;
    private long phase;

    /// <summary>The number of the phase.</summary>
    public long CurrentPhaseNumber => Here.Read(ref phase);

    /// <summary>How many pass together.</summary>
    public int ParticipantCount => Here.Read(ref participants);

    /// <summary>How many have not arrived.</summary>
    public int ParticipantsRemaining => ParticipantCount - Here.Read(ref arrived);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int participantCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participantCount);
        var created = Hooks.Allocate<Barrier>();
        Here.Write(ref created.participants, participantCount);
        return created;
    }

    /// <summary>Arrives, and waits for the others.</summary>
    public void SignalAndWait()
    {
        long phase = Here.Read(ref this.phase);
        if (Hooks.Increment(ref arrived, Here.Site) == Here.Read(ref participants))
        {
            Here.Write(ref arrived, 0);
            Here.Write(ref this.phase, phase + 1);
            return;
        }
        while (Here.Read(ref this.phase) == phase)
            Here.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
