using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// Takes away the dependencies of writes that a compiler takes away. A write does not depend on a read if it is done alike whatever the
/// read returns: on every path that goes another way because of that read, the same value is written to the same location. Such is a write
/// behind an <c>if</c>, and one that both sides of an <c>if</c> do. What decides whether a loop goes round stays: a write behind a loop must
/// not be done if the loop never ends.
/// </summary>
internal static class SemanticDependencies
{
    // Comparing every path with every other would take longer than the search: beyond this, only loops are taken to decide, which allows more.
    private const int MostPathsCompared = 1000;

    /// <summary>The paths of a thread, all of them, with the dependencies that are left.</summary>
    public static IReadOnlyList<ThreadPath> Refine(IReadOnlyList<ThreadPath> paths) => paths.Count <= MostPathsCompared
        ? [.. paths.Select(path => Refine(path, paths))]
        : [.. paths.Select(path => path with { Events = [.. path.Events.Select(e => e with { Ctrl = e.LoopCtrl })] })];

    private static ThreadPath Refine(ThreadPath path, IReadOnlyList<ThreadPath> paths)
    {
        PathEvent[] events = [.. path.Events];
        for (int e = 0; e < events.Length; e++)
        {
            PathEvent write = events[e];
            if (write.Kind != EventKind.Write || write.Rmw != RmwRole.None) continue;
            EventMask ctrl = write.Ctrl, data = Variation.Of(write.Value!, write.Data);
            foreach (int read in write.Ctrl.Elements())
            {
                if (write.LoopCtrl.Contains(read) || !IsDoneAnyway(write, read, path, paths)) continue;
                ctrl = ctrl.Without(read);
                if (KnownValue(write.Value!, path) is not null) data = data.Without(read);
            }

            events[e] = write with { Ctrl = ctrl, Data = data };
        }

        return path with { Events = events };
    }

    /// <summary>Whether every path that leaves this one because of what <paramref name="read"/> returns does the same write.</summary>
    private static bool IsDoneAnyway(PathEvent write, int read, ThreadPath path, IReadOnlyList<ThreadPath> paths)
    {
        bool decides = false;
        for (int i = 0; i < path.Constraints.Count; i++)
        {
            PathConstraint constraint = path.Constraints[i];
            if (!Mentions(constraint.Condition, read)) continue;
            foreach (ThreadPath other in paths)
            {
                if (!LeavesAt(path, other, i)) continue;
                if (!other.Events.Any(e => IsSame(e, other, write, path))) return false;
                decides = true;
            }
        }

        return decides;
    }

    // Paths share the constraints of what they have in common; where they part, they make opposite ones of the same condition.
    private static bool LeavesAt(ThreadPath path, ThreadPath other, int index)
    {
        if (other.Constraints.Count <= index) return false;
        for (int i = 0; i < index; i++)
        {
            if (!ReferenceEquals(path.Constraints[i], other.Constraints[i])) return false;
        }

        return ReferenceEquals(path.Constraints[index].Condition, other.Constraints[index].Condition)
            && path.Constraints[index].Holds != other.Constraints[index].Holds;
    }

    private static bool IsSame(PathEvent e, ThreadPath path, PathEvent write, ThreadPath pathOfWrite)
    {
        if (e.Kind != EventKind.Write || e.Rmw != RmwRole.None || e.Location != write.Location || e.Tags != write.Tags) return false;
        return (KnownValue(e.Value!, path), KnownValue(write.Value!, pathOfWrite)) switch
        {
            ({ } a, { } b) => a == b,
            (null, null) => e.Line == write.Line, // the same statement, of what was read: that is a data dependency
            _ => false,
        };
    }

    /// <summary>The value of an expression on a path that tells what its reads return; null where it does not.</summary>
    private static long? KnownValue(Expression value, ThreadPath path)
    {
        long[] values = new long[path.Events.Count];
        bool[] known = new bool[path.Events.Count];
        foreach (PathConstraint constraint in path.Constraints)
        {
            if (constraint.Condition is not Expression.Binary { Left: Expression.ReadValue read, Right: Expression.Constant constant } comparison) continue;
            bool isEqual = (comparison.Operator == BinaryOperator.Equal && constraint.Holds) || (comparison.Operator == BinaryOperator.NotEqual && !constraint.Holds);
            if (isEqual) (values[read.Event], known[read.Event]) = (constant.Value, true);
        }

        return value.TryEvaluate(values, known, 0, out long result) ? result : null;
    }

    private static bool Mentions(Expression expression, int read) => expression switch
    {
        Expression.ReadValue value => value.Event == read,
        Expression.Binary binary => Mentions(binary.Left, read) || Mentions(binary.Right, read),
        _ => false,
    };
}
