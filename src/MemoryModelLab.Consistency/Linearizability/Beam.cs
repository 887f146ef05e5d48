namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// The frontier, narrowed to the most promising configurations: many clients on one key and few values make frontiers of millions, and almost any of
/// them leads to the end. Where a narrow one dies, a stretch of time before may be contradictory for itself; if not, it was the narrowness, and the
/// search goes back a little and on from there, wider; and further back, and wider still, when that dies as well.
/// </summary>
/// <param name="problem">The operations.</param>
/// <param name="narrow">How many configurations are kept where nothing has died.</param>
internal sealed class Beam(RegisterProblem problem, int narrow = Beam.FirstWidth) : ISearch
{
    private const int FirstWidth = 32;
    private const int LargestWidth = 1 << 18;
    private const int FirstWayBack = 64; // answers; after each death four times as many, and four times as wide
    private const int BetweenPlaces = 32;
    private const int ShortestStretch = 8;
    private const int StepsInStretch = 1 << 14;

    private readonly Frontier whole = new(problem, narrow);
    private readonly List<Frontier.Place> places = []; // every so many answers
    private Frontier? part; // a stretch, looked at for itself
    private int stretch;
    private int deaths; // at or before the answer reached last
    private int reached;
    private long stepsLeft;

    public bool? Answer { get; private set; }

    public bool GaveUp { get; private set; }

    /// <summary>The operation at whose answer no linearization was left.</summary>
    public int Last => whole.Last;

    public void Advance(int steps)
    {
        const int Slice = 1 << 10;
        for (; steps > 0 && Answer is null && !GaveUp; steps -= Slice)
        {
            if (part is null) AdvanceWhole(Slice);
            else AdvancePart(Slice);
        }
    }

    private void AdvanceWhole(int steps)
    {
        if (places.Count == 0) places.Add(whole.Save());
        int goal = places[^1].NextReturn + BetweenPlaces;
        whole.Advance(steps, goal);
        Answer = whole.Answer;
        if (Answer is not null) return;
        if (whole.GaveUp)
        {
            Die();
        }
        else if (whole.Answered >= goal)
        {
            places.Add(whole.Save());
            if (deaths == 0 || whole.Answered <= reached + BetweenPlaces) return;
            deaths = 0;
            whole.SetWidth(narrow);
        }
    }

    private void Die()
    {
        if (!whole.IsNarrowed)
        {
            GaveUp = true; // there are too many operations under way, not too many configurations
            return;
        }

        reached = Math.Max(reached, whole.Answered);
        stepsLeft = (long)StepsInStretch << (2 * deaths);
        Look(ShortestStretch);
    }

    private void AdvancePart(int steps)
    {
        part!.Advance(steps);
        stepsLeft -= steps;
        if (part.Answer is false) Answer = false;
        else if (stepsLeft <= 0 || part.GaveUp || (part.Answer is true && stretch >= Last)) GoBack();
        else if (part.Answer is true) Look(2 * stretch);
    }

    private void Look(int operations)
    {
        stretch = operations;
        part = new Frontier(problem.Window(Math.Max(0, Last - operations), problem.Operations[Last].Return));
    }

    private void GoBack()
    {
        part = null;
        long width = (long)narrow << (2 * ++deaths);
        if (width > LargestWidth)
        {
            GaveUp = true;
            return;
        }

        int to = whole.Answered - (FirstWayBack << (2 * (deaths - 1)));
        while (places.Count > 1 && places[^1].NextReturn > to) places.RemoveAt(places.Count - 1);
        whole.GoOn(places[^1], (int)width);
    }
}
