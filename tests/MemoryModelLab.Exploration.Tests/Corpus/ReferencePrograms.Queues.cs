namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Queues in arrays.</content>
public static partial class ReferencePrograms
{
    private static void Ring(int n)
    {
        int[] items = new int[2];
        int head = 0, tail = 0;
        Run(2, me =>
        {
            if (me == 0) Produce();
            else Consume();
        });

        void Produce()
        {
            for (int item = 1; item <= n; item++)
            {
                int end = tail;
                if (end - Volatile.Read(ref head) == items.Length) continue;
                items[end % items.Length] = item;
                Volatile.Write(ref tail, end + 1);
            }
        }

        void Consume()
        {
            int last = 0;
            for (int i = 1; i <= n; i++)
            {
                int begin = head;
                if (begin == Volatile.Read(ref tail)) continue;
                int item = items[begin % items.Length];
                Check(item > last, "an item comes twice, or out of order");
                last = item;
                Volatile.Write(ref head, begin + 1);
            }
        }
    }

    private static void BoundedQueue(int producers, int consumers)
    {
        int[] values = new int[2];
        int[] sequence = [0, 1];
        int enqueue = 0, dequeue = 0;
        Run(producers + consumers, me =>
        {
            if (me < producers) Produce(me + 1);
            else Consume();
        });

        void Produce(int value)
        {
            for (int k = 0; k < 3; k++)
            {
                int position = enqueue;
                int slot = position % values.Length;
                int s = Volatile.Read(ref sequence[slot]);
                if (s < position) break;
                if (s != position || Interlocked.CompareExchange(ref enqueue, position + 1, position) != position) continue;
                values[slot] = value;
                Volatile.Write(ref sequence[slot], position + 1);
                break;
            }
        }

        void Consume()
        {
            for (int k = 0; k < 3; k++)
            {
                int position = dequeue;
                int slot = position % values.Length;
                int s = Volatile.Read(ref sequence[slot]);
                if (s < position + 1) break;
                if (s != position + 1 || Interlocked.CompareExchange(ref dequeue, position + 1, position) != position) continue;
                Check(values[slot] != 0, "an item is taken before it is there");
                Volatile.Write(ref sequence[slot], position + values.Length);
                break;
            }
        }
    }
}
