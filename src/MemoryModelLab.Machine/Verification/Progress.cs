using System.Globalization;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Verification;

/// <summary>
/// What must come about, whatever has happened, when no core wishes for anything more but one of them, for one thing: all requests are answered, it gets to load,
/// to store, its cache gives up the line. From every state some run leads there in which messages arrive and that core asks. Cores are alike: one stands for all.
/// </summary>
internal static class Progress
{
    private static readonly (Wish Wish, string Fault)[] Wishes =
    [
        (Wish.None, "every request answered: in {0} states of a line some request never is"),
        (Wish.Load, "every access answered: in {0} states of a line P0 waits for ever to load"),
        (Wish.Store, "every access answered: in {0} states of a line P0 waits for ever to store"),
        (Wish.Eviction, "every access answered: in {0} states of a line P0 waits for ever to give it up"),
    ];

    /// <summary>What never comes about, and the nearest state from which it does not; null when all does.</summary>
    public static (string Fault, int State)? FaultOf(ProtocolSystem system, Explorer explored)
    {
        foreach ((Wish wish, string fault) in Wishes)
        {
            bool[] comes = Coming(system, explored, wish);
            int first = Array.IndexOf(comes, false);
            if (first >= 0) return (string.Format(CultureInfo.InvariantCulture, fault, comes.Count(does => !does)), first);
        }

        return null;
    }

    /// <summary>Of each state whether some run leads to one in which the wish is granted.</summary>
    private static bool[] Coming(ProtocolSystem system, Explorer explored, Wish wish)
    {
        var steps = new Predecessors(explored);
        for (int state = 0; state < explored.States; state++) steps.Of(state, system, wish);
        var comes = new bool[explored.States];
        var found = new Stack<int>(Enumerable.Range(0, explored.States).Where(state => system.IsGranted(explored.State(state), wish)));
        while (found.TryPop(out int state))
        {
            if (comes[state]) continue;
            comes[state] = true;
            for (int edge = steps.First[state]; edge >= 0; edge = steps.Edges[edge].Next) found.Push(steps.Edges[edge].From);
        }

        return comes;
    }

    /// <summary>For each state those from which a step leads to it: lists in one array.</summary>
    private sealed class Predecessors : ISuccessors
    {
        private readonly Explorer explored;

        public Predecessors(Explorer explored)
        {
            (this.explored, First) = (explored, new int[explored.States]);
            Array.Fill(First, -1);
        }

        public int[] First { get; }

        public List<(int From, int Next)> Edges { get; } = [];

        public int Current { get; private set; }

        public void Of(int state, ProtocolSystem system, Wish wish)
        {
            Current = state;
            system.Expand(explored.State(state), wish, this);
        }

        public void Add(ReadOnlySpan<ulong> next, in Step step)
        {
            int to = explored.Find(next);
            Edges.Add((Current, First[to]));
            First[to] = Edges.Count - 1;
        }

        public void Violates(string invariant, Step? step = null) => throw new InvalidOperationException("a violation was found when this was explored before");
    }
}
