using System.Numerics;
using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>
/// Finds the outcomes of a perpetual run in the values that were read, in time linear in the iterations.
/// </summary>
/// <remarks>
/// <para>
/// An instance of the test is a tuple of iterations, one of each thread. In it a load has <em>seen</em> as many stores of the tuple as have
/// values not above the one it read, for values grow in coherence order. So <c>0</c> means a read from before the tuple's first store to
/// the location, and the last number a read from its last store <em>or a later one</em>.
/// </para>
/// <para>
/// Why an outcome counted here happened. Let E be the execution of the machine, and E' the events of the tuple in it. Program order, and
/// coherence among the tuple's stores, are those of E. Where E' has a reads-from edge of a store to another thread's load, E has that edge, or a coherence edge to
/// a later store and the reads-from edge from there; where E' has a from-reads edge, from a load that has seen less than a store of the
/// tuple, E has it too, since one thread writes the location and its values grow. Every edge of E' is so an edge or a path of E, in any model whose
/// axioms ask for the acyclicity of unions of program order, external communication and fences, as SC and x86-TSO do: what they forbid of E' they forbid
/// of E. A forbidden outcome is hence never counted unless the machine did what is forbidden, and an allowed one is seen in
/// events that really stood in that order.
/// </para>
/// <para>
/// Counts compare with those of other tools because no iteration takes part in two counted instances that satisfy the condition: partners
/// only go forward. PerpLE's heuristic counter lets one iteration that was held up stand against thousands.
/// </para>
/// <para>
/// The iterations of the thread that reads first go in order. For each combination of seen stores that satisfies the condition, the other
/// threads' iterations follow from the inequalities of its loads, the least or the greatest there is, since what a thread reads only grows; all
/// inequalities are then checked. If none holds, the instance with the iterations that were read from is counted as what it is.
/// </para>
/// </remarks>
internal sealed class PerpetualCounter
{
    private const int MostStates = 1 << 12;
    private const int MostPatterns = 8;

    private readonly PerpetualTest test;
    private readonly int[] radix;
    private readonly bool[] satisfying;
    private readonly PairingCode pairing;

    /// <summary>A counter for runs of <paramref name="iterations"/>.</summary>
    /// <exception cref="NotSupportedException">There are too many outcomes to tell apart.</exception>
    public PerpetualCounter(PerpetualTest test, int iterations)
    {
        (this.test, Iterations) = (test, iterations);
        radix = [.. test.Loads.Select(load => test.StoresSeenBy(load).Count + 1)];
        long states = radix.Aggregate(1L, (product, count) => Math.Min(product * count, MostStates + 1));
        if (states > MostStates) throw new NotSupportedException("there are too many outcomes to look for");
        PropositionEvaluator? condition = test.Program.Condition is { } c ? new PropositionEvaluator(c.Proposition, test.Program) : null;
        satisfying = [.. Enumerable.Range(0, (int)states).Select(state => condition?.Evaluate(test.StateOf(SeenIn(state))) ?? false)];
        int[] sought = [.. Enumerable.Range(0, (int)states).Where(state => satisfying[state]).Take(MostPatterns)];
        pairing = new PairingCode(test, [.. sought.Select(SeenIn)], satisfying, radix);
    }

    /// <summary>The iterations of a run.</summary>
    public int Iterations { get; }

    /// <summary>The number of outcomes; a count has an entry for each.</summary>
    public int States => satisfying.Length;

    /// <summary>How many of the <paramref name="counts"/> satisfy the condition.</summary>
    public long Satisfied(long[] counts) => counts.Where((_, state) => satisfying[state]).Sum();

    /// <summary>The final state of the outcome with the number <paramref name="state"/>.</summary>
    public long[] StateOf(int state) => test.StateOf(SeenIn(state));

    /// <summary>
    /// Counts the instances of a part of a run. Parts share no iteration: the bounds of one thread's say, by what was read there, the bounds of the
    /// others'.
    /// </summary>
    /// <param name="values">What each thread read: the values of its first load by iteration, then those of the others.</param>
    /// <param name="rows">The number of rows, a power of two: iteration n is iteration n / rows on row n mod rows.</param>
    /// <param name="share">The part.</param>
    /// <param name="shares">How many parts there are.</param>
    /// <param name="counts">Where to add, an entry an outcome.</param>
    public void Count(int[][] values, int rows, int share, int shares, long[] counts)
    {
        int shift = BitOperations.Log2((uint)rows), iterations = Iterations >> shift;
        int from = (int)((long)iterations * share / shares), to = (int)((long)iterations * (share + 1) / shares);
        if (PairingLanes.Fits(test, satisfying, shift, to - from)) PairingLanes.Count(values[0], values[1], shift, from, to, counts);
        else pairing.Count(values, shift, Iterations, from, to, counts);
    }

    private int[] SeenIn(int state)
    {
        int[] seen = new int[radix.Length];
        for (int load = 0; load < seen.Length; load++)
        {
            seen[load] = state % radix[load];
            state /= radix[load];
        }

        return seen;
    }
}
