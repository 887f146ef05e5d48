using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Verification;

/// <summary>
/// All states one line can be in, numbered, with the steps between them and what each becomes when cores are renamed. Lines of a machine
/// do not interact: caches here are large enough, and messages about different lines keep no order. So a state of several lines is a number for
/// each, and its steps are theirs (what SPIN calls collapse compression, with a component's steps remembered).
/// <para>
/// Values are scalars in the sense of Ip and Dill (1996): protocols move them and never look. With <c>reduces</c> states that differ in the names
/// of values alone have one number.
/// </para>
/// </summary>
internal sealed class LineGraph
{
    private readonly int[][] corePermutations;
    private readonly int[] firstSuccessor;
    private readonly int[] successors;
    private readonly int[] renamed;

    public LineGraph(ProtocolSystem system, Explorer explored, int cores, int values, bool reduces)
    {
        corePermutations = reduces ? Permutations.Of(cores) : [[.. Enumerable.Range(0, cores)]];
        int[][] valuePermutations = reduces ? [.. Permutations.Of(values).Select(p => (int[])[0, .. p.Select(i => i + 1)])] : [[.. Enumerable.Range(0, values + 1)]];
        int[] identity = [.. Enumerable.Range(0, cores + 1)];
        var renaming = new Renaming(system, explored);
        int[] classOf = new int[explored.States];
        var members = new List<int>();
        Array.Fill(classOf, -1);
        for (int state = 0; state < explored.States; state++)
        {
            if (classOf[state] >= 0) continue;
            foreach (int[] newValue in valuePermutations)
            {
                // Where stores never happen, there is no state with another value.
                if (renaming.Of(state, identity, newValue) is >= 0 and int image) classOf[image] = members.Count;
            }

            members.Add(state);
        }

        Count = members.Count;
        renamed = new int[Count * corePermutations.Length];
        for (int i = 0; i < Count; i++)
        {
            for (int p = 0; p < corePermutations.Length; p++)
                renamed[(i * corePermutations.Length) + p] = classOf[renaming.Of(members[i], [.. corePermutations[p], cores], valuePermutations[0])];
        }

        (firstSuccessor, successors) = Steps(system, explored, members, classOf);
    }

    /// <summary>The number of states.</summary>
    public int Count { get; }

    /// <summary>The number of ways to rename cores.</summary>
    public int Renamings => corePermutations.Length;

    /// <summary>The bytes all this takes.</summary>
    public long Bytes => ((long)firstSuccessor.Length + successors.Length + renamed.Length) * sizeof(int);

    /// <summary>The states one step away.</summary>
    public ReadOnlySpan<int> Successors(int state) => successors.AsSpan(firstSuccessor[state]..firstSuccessor[state + 1]);

    /// <summary>What a state becomes under every renaming of cores, the state itself first.</summary>
    public ReadOnlySpan<int> Renamed(int state) => renamed.AsSpan(state * corePermutations.Length, corePermutations.Length);

    private static (int[] First, int[] Successors) Steps(ProtocolSystem system, Explorer explored, List<int> members, int[] classOf)
    {
        var first = new List<int>(members.Count + 1);
        var all = new List<int>();
        var collector = new Collector(explored, classOf);
        foreach (int member in members)
        {
            first.Add(all.Count);
            collector.Found.Clear();
            system.Expand(explored.State(member), collector);
            all.AddRange(collector.Found);
        }

        first.Add(all.Count);
        return ([.. first], [.. all]);
    }

    private sealed class Renaming(ProtocolSystem system, Explorer explored)
    {
        private readonly ulong[] buffer = new ulong[system.Words];

        public int Of(int state, int[] newCore, int[] newValue)
        {
            system.Rename(explored.State(state), buffer, newCore, newValue);
            return explored.Find(buffer);
        }
    }

    private sealed class Collector(Explorer explored, int[] classOf) : ISuccessors
    {
        public SortedSet<int> Found { get; } = [];

        public int Current => -1;

        public void Add(ReadOnlySpan<ulong> next, in Step step) => Found.Add(classOf[explored.Find(next)]);

        public void Violates(string invariant, Step? step = null) => throw new InvalidOperationException("a violation was found when this was explored before");
    }
}
