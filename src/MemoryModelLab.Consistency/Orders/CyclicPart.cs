namespace MemoryModelLab.Consistency.Orders;

/// <summary>
/// Where a graph has a cycle: of its strongly connected components with one, the smallest (Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Computing 1972). Linear, however much lies
/// behind the cycle.
/// </summary>
internal static class CyclicPart
{
    private const int MostVisited = 1 << 21;

    /// <summary>The nodes of the smallest component with a cycle, in no order; empty when there is no cycle.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="isIncluded">Which are looked at.</param>
    /// <param name="next">Where edges from a node lead.</param>
    public static int[] Smallest(int nodes, Func<int, bool> isIncluded, Func<int, IEnumerable<int>> next)
    {
        int[] best = [], number = new int[nodes], low = new int[nodes];
        var isOnStack = new bool[nodes];
        var stack = new List<int>();
        var path = new Stack<(int Node, IEnumerator<int> Next)>();
        int count = 0;
        for (int root = 0; root < nodes; root++)
        {
            if (number[root] > 0 || !isIncluded(root)) continue;
            Enter(root);
            while (path.TryPeek(out (int Node, IEnumerator<int> Next) top))
            {
                if (top.Next.MoveNext())
                {
                    int to = top.Next.Current;
                    if (!isIncluded(to)) continue;
                    if (number[to] == 0) Enter(to);
                    else if (isOnStack[to]) low[top.Node] = Math.Min(low[top.Node], number[to]);
                    continue;
                }

                path.Pop();
                top.Next.Dispose();
                if (path.TryPeek(out (int Node, IEnumerator<int> Next) parent)) low[parent.Node] = Math.Min(low[parent.Node], low[top.Node]);
                if (low[top.Node] < number[top.Node]) continue;
                int begin = stack.LastIndexOf(top.Node);
                int[] component = [.. stack[begin..]];
                stack.RemoveRange(begin, stack.Count - begin);
                foreach (int node in component) isOnStack[node] = false;
                if ((component.Length > 1 || next(component[0]).Contains(component[0])) && (best.Length == 0 || component.Length < best.Length)) best = component;
            }
        }

        return best;

        void Enter(int node)
        {
            number[node] = low[node] = ++count;
            isOnStack[node] = true;
            stack.Add(node);
            path.Push((node, next(node).GetEnumerator()));
        }
    }

    /// <summary>A short cycle through the nodes of a component: the shortest where they are few.</summary>
    /// <param name="component">The nodes.</param>
    /// <param name="through">The shortest cycle through a node, within some nodes.</param>
    /// <param name="most">How many nodes are tried at most.</param>
    public static List<T> ShortestCycle<T>(int[] component, Func<int, HashSet<int>, List<T>?> through, int most)
    {
        var within = new HashSet<int>(component);
        List<T>? best = null;
        foreach (int node in component.Order().Take(Math.Clamp(MostVisited / component.Length, 1, most)))
        {
            if (through(node, within) is not { } cycle || (best is not null && cycle.Count >= best.Count)) continue;
            best = cycle;
            if (best.Count <= 2) break;
        }

        return best!;
    }
}
