namespace MemoryModelLab.Machine.Exploration;

/// <summary>
/// Visits every reachable state, nearest first: the states found are their own queue, and the path to a state is a shortest one. A path is
/// found again from the parents, step by step, so a state need not remember how it was reached.
/// </summary>
public sealed class Explorer(ITransitionSystem system, int mostStates = Explorer.DefaultMostStates) : ISuccessors
{
    /// <summary>The most states that are kept unless asked otherwise: a few gigabytes at worst.</summary>
    public const int DefaultMostStates = 50_000_000;

    private const int StatesBetweenLooks = 1024;

    private readonly StateSet states = new(system.Words);

    /// <inheritdoc/>
    public int Current { get; private set; }

    /// <summary>The number of states found.</summary>
    public int States => states.Count;

    /// <summary>The number of steps between them.</summary>
    public long Steps { get; private set; }

    /// <summary>The bytes that hold the states.</summary>
    public long Bytes => states.Bytes;

    /// <summary>Whether every reachable state was visited.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The first invariant that failed, which ended the exploration; null when none did.</summary>
    public string? Violation { get; private set; }

    /// <summary>The state in which, or from which by one step, it failed.</summary>
    public int ViolatingState { get; private set; } = -1;

    /// <summary>That step; null where it failed in the state.</summary>
    public Step? ViolatingStep { get; private set; }

    /// <summary>Explores until all is seen, an invariant fails, or there are too many states.</summary>
    public void Run(CancellationToken cancellation = default)
    {
        Span<ulong> first = stackalloc ulong[system.Words];
        system.Start(first);
        states.Add(first, -1);
        for (Current = 0; Current < states.Count && Violation is null; Current++)
        {
            if (Current % StatesBetweenLooks == 0 && cancellation.IsCancellationRequested) return;
            if (states.Count >= mostStates) return;
            system.Expand(states[Current], this);
        }

        IsComplete = Violation is null;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<ulong> next, in Step step)
    {
        Steps++;
        states.Add(next, Current);
    }

    /// <inheritdoc/>
    public void Violates(string invariant, Step? step = null)
    {
        if (Violation is not null) return;
        Violation = invariant;
        ViolatingStep = step;
        ViolatingState = Current;
    }

    /// <summary>A packed state.</summary>
    public ReadOnlySpan<ulong> State(int number) => states[number];

    /// <summary>The number of a packed state; -1 when it was not found.</summary>
    public int Find(ReadOnlySpan<ulong> state) => states.Find(state);

    /// <summary>A shortest path to a state: each step and the number of the state it leads to.</summary>
    public IReadOnlyList<(Step Step, int State)> PathTo(int state)
    {
        var path = new List<(Step, int)>();
        for (int to = state; states.Parent(to) >= 0; to = states.Parent(to))
        {
            var finder = new StepFinder(states[states.Parent(to)].ToArray(), states[to].ToArray());
            path.Add((finder.Find(system), to));
        }

        path.Reverse();
        return path;
    }

    private sealed class StepFinder(ulong[] from, ulong[] to) : ISuccessors
    {
        private Step? found;

        public int Current => -1;

        public Step Find(ITransitionSystem system)
        {
            system.Expand(from, this);
            return found ?? throw new InvalidOperationException("a state has no step to one that was reached from it");
        }

        public void Add(ReadOnlySpan<ulong> next, in Step step)
        {
            if (found is null && next.SequenceEqual(to)) found = step;
        }

        public void Violates(string invariant, Step? step = null)
        {
            // A shortest path ends at the first violation; what it passes on the way was told when it was explored.
        }
    }
}
