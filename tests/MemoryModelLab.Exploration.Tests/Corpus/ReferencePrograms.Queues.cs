using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Queues in arrays.</content>
internal static partial class ReferencePrograms
{
    private static ExplorationProgram Ring(int n)
    {
        const int Capacity = 2;
        var buffer = Cells(Capacity);
        var (head, tail) = (new Cell<int>(), new Cell<int>());
        Action producer = () =>
        {
            for (int i = 1; i <= n; i++)
            {
                int t = tail.Value;
                if (t - head.Volatile == Capacity) continue;
                buffer[t % Capacity].Value = i;
                tail.Volatile = t + 1;
            }
        };
        Action consumer = () =>
        {
            int last = 0;
            for (int i = 1; i <= n; i++)
            {
                int h = head.Value;
                if (h == tail.Volatile) continue;
                int value = buffer[h % Capacity].Value;
                Check(value > last, "an item comes twice, or out of order");
                last = value;
                head.Volatile = h + 1;
            }
        };
        return new([producer, consumer]);
    }

    private static ExplorationProgram BoundedQueue(int producers, int consumers)
    {
        const int Capacity = 2;
        var values = Cells(Capacity);
        var sequence = Cells(Capacity, 0, 1);
        var (enqueue, dequeue) = (new Cell<int>(), new Cell<int>());
        Action Producer(int value) => () =>
        {
            for (int k = 0; k < 3; k++)
            {
                int position = enqueue.Value;
                int s = sequence[position % Capacity].Volatile;
                if (s < position) break;
                if (s != position || !enqueue.TryReplace(position, position + 1)) continue;
                values[position % Capacity].Value = value;
                sequence[position % Capacity].Volatile = position + 1;
                break;
            }
        };
        Action consumer = () =>
        {
            for (int k = 0; k < 3; k++)
            {
                int position = dequeue.Value;
                int s = sequence[position % Capacity].Volatile;
                if (s < position + 1) break;
                if (s != position + 1 || !dequeue.TryReplace(position, position + 1)) continue;
                Check(values[position % Capacity].Value != 0, "an item is taken before it is there");
                sequence[position % Capacity].Volatile = position + Capacity;
                break;
            }
        };
        return new([.. Threads(producers, i => Producer(i + 1)), .. Threads(consumers, _ => consumer)]);
    }
}
