using System.Numerics;

namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// Who acts next: a timing wheel of wheels (Varghese and Lauck, "Hashed and hierarchical timing wheels", SOSP 1987). A time is eleven digits of six bits. Who
/// acts at a time waits at the wheel of the highest digit in which it differs from the present, at that digit's place; when the present comes to a place,
/// those there go to lower wheels. Nobody is moved more than once a digit, however many wait, and a heap would compare.
/// <para>
/// Equal times are in the order in which they were added, so a run depends on nothing but its seed. An agent is in it once at most; none waits for the past.
/// </para>
/// </summary>
internal sealed class EventQueue
{
    private const int DigitBits = 6, Places = 1 << DigitBits, Wheels = (63 + DigitBits) / DigitBits;
    private const int None = -1;

    private readonly ulong[] taken = new ulong[Wheels]; // a bit a place
    private readonly (int First, int Last)[] waiting = new (int, int)[Wheels * Places];
    private readonly (long Time, int Next)[] agents;

    public EventQueue(int agents) => this.agents = new (long, int)[agents];

    /// <summary>The present: the time of who was taken last.</summary>
    public long Now { get; private set; }

    /// <summary>Adds an agent, which acts at a time that has not passed.</summary>
    public void Add(int agent, long time)
    {
        agents[agent] = (time, None);
        int wheel = (63 - BitOperations.LeadingZeroCount((ulong)(time ^ Now) | 1)) / DigitBits;
        int digit = (int)(time >> (wheel * DigitBits)) & (Places - 1);
        ref (int First, int Last) place = ref waiting[(wheel * Places) + digit];
        if ((taken[wheel] >> digit & 1) == 0)
        {
            taken[wheel] |= 1UL << digit;
            place.First = agent;
        }
        else
        {
            agents[place.Last].Next = agent;
        }

        place.Last = agent;
    }

    /// <summary>Takes out who acts next, and goes on to its time; -1 when nobody waits.</summary>
    public int Take()
    {
        while (taken[0] == 0)
        {
            if (!Turn()) return None;
        }

        int digit = BitOperations.TrailingZeroCount(taken[0]);
        ref (int First, int Last) place = ref waiting[digit];
        int agent = place.First;
        (Now, place.First) = agents[agent];
        if (place.First == None) taken[0] &= taken[0] - 1;
        return agent;
    }

    /// <summary>The present comes to the next place of the lowest wheel where anybody waits.</summary>
    private bool Turn()
    {
        int wheel = taken.AsSpan().IndexOfAnyExcept(0UL);
        if (wheel < 0) return false;
        int digit = BitOperations.TrailingZeroCount(taken[wheel]);
        taken[wheel] &= taken[wheel] - 1;
        int agent = waiting[(wheel * Places) + digit].First;
        Now = agents[agent].Time >> (wheel * DigitBits) << (wheel * DigitBits);
        while (agent != None)
        {
            (long time, int next) = agents[agent];
            Add(agent, time);
            agent = next;
        }

        return true;
    }
}
