using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// Leaves out, before any search, what cannot be: a path on which a read must return a value that no write of the location can have. A
/// write of a computed value may be any value.
/// </summary>
internal static class PathFilter
{
    /// <summary>Removes such paths until every path left finds all its values among the paths left.</summary>
    public static IReadOnlyList<ThreadPath>[] Prune(IReadOnlyList<ThreadPath>[] paths, LocationTable locations)
    {
        for (bool changed = true; changed;)
        {
            HashSet<(int, long?)> written = Written(paths.SelectMany(p => p), locations);
            changed = false;
            for (int thread = 0; thread < paths.Length; thread++)
            {
                ThreadPath[] left = [.. paths[thread].Where(p => IsExplained(p, written))];
                changed |= left.Length < paths[thread].Count;
                paths[thread] = left;
            }
        }

        return paths;
    }

    /// <summary>Whether one choice of paths can explain what each of them must read.</summary>
    public static bool IsPossible(ThreadPath[] chosen, LocationTable locations)
    {
        if (Array.TrueForAll(chosen, p => p.Constraints.Count == 0)) return true;
        HashSet<(int, long?)> written = Written(chosen, locations);
        return Array.TrueForAll(chosen, p => IsExplained(p, written));
    }

    private static HashSet<(int Location, long? Value)> Written(IEnumerable<ThreadPath> paths, LocationTable locations)
    {
        var written = new HashSet<(int, long?)>();
        for (int location = 0; location < locations.Count; location++) written.Add((location, locations[location].Initial));
        foreach (ThreadPath path in paths)
        {
            foreach (PathEvent e in path.Events)
            {
                if (e.Value is not null) written.Add((e.Location, (e.Value as Expression.Constant)?.Value));
            }
        }

        return written;
    }

    private static bool IsExplained(ThreadPath path, HashSet<(int, long?)> written)
    {
        foreach (PathConstraint constraint in path.Constraints)
        {
            if (constraint.Condition is not Expression.Binary { Right: Expression.Constant value, Left: Expression.ReadValue read } comparison) continue;
            bool equal = (comparison.Operator == BinaryOperator.Equal && constraint.Holds)
                || (comparison.Operator == BinaryOperator.NotEqual && !constraint.Holds);
            int location = path.Events[read.Event].Location;
            if (equal && !written.Contains((location, value.Value)) && !written.Contains((location, null))) return false;
        }

        return true;
    }
}
