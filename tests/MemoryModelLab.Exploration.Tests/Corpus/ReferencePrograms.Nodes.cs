namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>A stack and a queue whose nodes are indices, with a bounded number of attempts.</content>
public static partial class ReferencePrograms
{
    private const int Attempts = 4;

    /// <summary>Treiber's stack.</summary>
    private static void TreiberStack(int pushers, int poppers)
    {
        int head = 0;
        int[] next = new int[8];
        Run(pushers + poppers, me =>
        {
            if (me < pushers) Push(me + 1);
            else Pop();
        });

        void Push(int node)
        {
            for (int k = 0; k < Attempts; k++)
            {
                int top = Volatile.Read(ref head);
                next[node] = top;
                if (Interlocked.CompareExchange(ref head, node, top) == top) break;
            }
        }

        void Pop()
        {
            for (int k = 0; k < Attempts; k++)
            {
                int top = Volatile.Read(ref head);
                if (top == 0) break;
                if (Interlocked.CompareExchange(ref head, next[top], top) == top) break;
            }
        }
    }

    /// <summary>Michael and Scott's queue.</summary>
    private static void MichaelScottQueue(int producers, int consumers)
    {
        int head = 1, tail = 1;
        int[] next = new int[10];
        Run(producers + consumers, me =>
        {
            if (me < producers) Enqueue(me + 2);
            else Dequeue();
        });

        void Enqueue(int node)
        {
            for (int k = 0; k < Attempts; k++)
            {
                int last = Volatile.Read(ref tail);
                int after = Volatile.Read(ref next[last]);
                if (last != Volatile.Read(ref tail)) continue;
                if (after != 0)
                {
                    Interlocked.CompareExchange(ref tail, after, last);
                }
                else if (Interlocked.CompareExchange(ref next[last], node, 0) == 0)
                {
                    Interlocked.CompareExchange(ref tail, node, last);
                    break;
                }
            }
        }

        void Dequeue()
        {
            for (int k = 0; k < Attempts; k++)
            {
                int first = Volatile.Read(ref head);
                int last = Volatile.Read(ref tail);
                int after = Volatile.Read(ref next[first]);
                if (first != Volatile.Read(ref head)) continue;
                if (after == 0) break;
                if (first == last) Interlocked.CompareExchange(ref tail, after, last);
                else if (Interlocked.CompareExchange(ref head, after, first) == first) break;
            }
        }
    }
}
