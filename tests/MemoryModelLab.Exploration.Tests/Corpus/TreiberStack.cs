using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>Treiber's stack, its nodes being indices, with a bounded number of attempts.</summary>
internal static class TreiberStack
{
    private const int Attempts = 4;

    public static ExplorationProgram Create(int pushers, int poppers)
    {
        var head = new Cell<int>();
        Cell<int>[] next = [.. Enumerable.Range(0, 8).Select(_ => new Cell<int>())];
        Action Push(int node) => () =>
        {
            for (int k = 0; k < Attempts; k++)
            {
                int top = head.Volatile;
                next[node].Value = top;
                if (head.TryReplace(top, node, MemoryOrder.AcquireRelease)) break;
            }
        };
        Action pop = () =>
        {
            for (int k = 0; k < Attempts; k++)
            {
                int top = head.Volatile;
                if (top == 0) break;
                int below = next[top].Value;
                if (head.TryReplace(top, below, MemoryOrder.AcquireRelease)) break;
            }
        };
        return new([.. Enumerable.Range(1, pushers).Select(Push), .. Enumerable.Repeat(pop, poppers)]);
    }
}
