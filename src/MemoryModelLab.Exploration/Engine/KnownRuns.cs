using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// What threads do, as far as runs before have shown. A thread's next operation is a function of what its reads have returned; so the runs of a
/// thread are a tree, in which a node is an operation, and the way on from it is what the operation has returned. A thread that comes where it has
/// been before need not be run: its next operations are read off.
/// </summary>
/// <remarks>When the tree is full, it is forgotten as a whole, and grows again from the runs that follow.</remarks>
/// <param name="most">How many operations are remembered.</param>
internal sealed class KnownRuns(int most)
{
    /// <summary>No node: what is done there is not known.</summary>
    public const int Unknown = -1;

    private readonly List<(Action Body, object? Code)> started = [];
    private readonly List<int> roots = [];
    private KnownStep[] steps = new KnownStep[64];
    private int first;
    private int count;

    /// <summary>An operation.</summary>
    public ref readonly KnownStep this[int step] => ref steps[step - first];

    /// <summary>What an operation writes is called by another number.</summary>
    public void Rename(int step, long operand) => steps[step - first].Operand = operand;

    /// <summary>What a thread runs that a step starts.</summary>
    public (Action Body, object? Code) StartedBy(int step) => started[(int)steps[step - first].Operand];

    /// <summary>Where the runs begin of a thread that is there from the start.</summary>
    public int RootOf(int thread)
    {
        while (roots.Count <= thread) roots.Add(Unknown);
        if (roots[thread] < first && first < int.MaxValue) roots[thread] = Add(default);
        return roots[thread];
    }

    /// <summary>Where the runs begin of the thread that a step starts.</summary>
    public int RootBehind(int start) => start >= first ? start + 1 : Unknown;

    /// <summary>A run has come to a step.</summary>
    public void Pass(int step, int run)
    {
        if (step >= first) steps[step - first].Run = run;
    }

    /// <summary>Whether a run was the last that came to a step.</summary>
    public bool IsOf(int step, int run) => step >= first && steps[step - first].Run == run;

    /// <summary>The operation after one that has returned something, or <see cref="Unknown"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(int step, long returned)
    {
        if (step < first) return Unknown;
        int next = steps[step - first].Next;
        while (next >= 0 && steps[next - first].Key != returned) next = steps[next - first].Sibling;
        return next;
    }

    /// <summary>Adds what is done after an operation that has returned something.</summary>
    public int Add(int after, long returned, KnownStep step)
    {
        // Unless the tree has just been forgotten.
        if (after < first) return Unknown;
        if (count >= most - 1)
        {
            Forget();
            return Unknown;
        }

        (step.Key, step.Sibling) = (returned, steps[after - first].Next);
        int added = Add(step);
        steps[after - first].Next = added;
        return added;
    }

    /// <summary>Adds the start of a thread, and where that one's runs begin.</summary>
    public int AddStart(int after, long returned, KnownStep step, Action body, object? code)
    {
        step.Operand = started.Count;
        int added = Add(after, returned, step);
        if (added < 0) return added;
        started.Add((body, code));
        Add(default);
        return added;
    }

    private int Add(KnownStep step)
    {
        if (count == steps.Length) Array.Resize(ref steps, 2 * count);
        step.Next = Unknown;
        steps[count] = step;
        return first + count++;
    }

    private void Forget()
    {
        // Steps are told apart by number, of which there are so many.
        first = first < int.MaxValue - 2 * most ? first + count : int.MaxValue;
        count = 0;
        started.Clear();
    }
}
