using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>Michael and Scott's queue, its nodes being indices, with a bounded number of attempts.</summary>
internal static class MichaelScottQueue
{
    private const int Attempts = 4;

    public static ExplorationProgram Create(int producers, int consumers)
    {
        var (head, tail) = (new Cell<int>(1), new Cell<int>(1));
        Cell<int>[] next = [.. Enumerable.Range(0, 10).Select(_ => new Cell<int>())];
        Action Enqueue(int node) => () =>
        {
            for (int k = 0; k < Attempts; k++)
            {
                int last = tail.Volatile;
                int after = next[last].Volatile;
                if (last != tail.Volatile) continue;
                if (after != 0)
                {
                    tail.TryReplace(last, after, MemoryOrder.AcquireRelease);
                }
                else if (next[last].TryReplace(0, node, MemoryOrder.AcquireRelease))
                {
                    tail.TryReplace(last, node, MemoryOrder.AcquireRelease);
                    break;
                }
            }
        };
        Action dequeue = () =>
        {
            for (int k = 0; k < Attempts; k++)
            {
                int first = head.Volatile;
                int last = tail.Volatile;
                int after = next[first].Volatile;
                if (first != head.Volatile) continue;
                if (after == 0) break;
                if (first == last) tail.TryReplace(last, after, MemoryOrder.AcquireRelease);
                else if (head.TryReplace(first, after, MemoryOrder.AcquireRelease)) break;
            }
        };
        return new([.. Enumerable.Range(2, producers).Select(Enqueue), .. Enumerable.Repeat(dequeue, consumers)]);
    }
}
