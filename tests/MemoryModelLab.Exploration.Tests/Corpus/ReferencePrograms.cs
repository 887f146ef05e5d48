using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>
/// The classic programs whose number of executions is known, written against <see cref="Cell{T}"/>. What C++ calls relaxed is plain,
/// acquire and release are volatile, and an Interlocked operation is one between two full fences.
/// </summary>
internal static class ReferencePrograms
{
    /// <summary>Makes a program by its name and its arguments, as the corpus writes them: <c>N=2 -DC=1</c>.</summary>
    public static ExplorationProgram Create(string name, string arguments = "")
    {
        var values = arguments.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimStart('D').Split('='))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? int.Parse(pair[1]) : 1);
        int n = values.GetValueOrDefault("N", 2);
        return name switch
        {
            "fetchadd" => FetchAdd(n),
            "lostupdate" => LostUpdate(n),
            "casloop" => CasLoop(n),
            "readers" => Readers(n),
            "lastzero" => LastZero(n),
            "iriw" => Iriw(values.ContainsKey("FENCED")),
            "sbfence" => StoreBuffering(n, fenced: true),
            "sbplain" => StoreBuffering(n, fenced: false),
            "twowriters" => TwoWriters(n),
            "spinlock" => SpinLock(n),
            "ticketlock" => TicketLock(n),
            "peterson" => Peterson(),
            "seqlock" => SequenceLock(n, values.GetValueOrDefault("R", 1)),
            "spscring" => Ring(n),
            "mpmc" => BoundedQueue(n, values.GetValueOrDefault("C", 1)),
            "publish" => Publish(n, values.ContainsKey("BROKEN")),
            "treiber" => TreiberStack.Create(values.GetValueOrDefault("P", 2), values.GetValueOrDefault("C", 2)),
            "msq" => MichaelScottQueue.Create(values.GetValueOrDefault("P", 2), values.GetValueOrDefault("C", 1)),
            "mpbug" => MessagePassing(),
            _ => throw new ArgumentException($"no reference program is called {name}", nameof(name)),
        };
    }

    private static Cell<int>[] Cells(int count, params int[] initial) =>
        [.. Enumerable.Range(0, count).Select(i => new Cell<int>(i < initial.Length ? initial[i] : 0))];

    private static Action[] Threads(int count, Func<int, Action> thread) => [.. Enumerable.Range(0, count).Select(thread)];

    private static void Check(bool condition, string what)
    {
        if (!condition) throw new AssertionFailedException(what);
    }

    private static ExplorationProgram FetchAdd(int n)
    {
        var x = new Cell<int>();
        return new(Threads(n, _ => () => x.FetchAdd(1)), () => Check(x.Value == n, "an increment is lost"));
    }

    private static ExplorationProgram LostUpdate(int n)
    {
        var x = new Cell<int>();
        return new(Threads(n, _ => () => x.Volatile++));
    }

    private static ExplorationProgram CasLoop(int n)
    {
        var x = new Cell<int>();
        return new(Threads(n, _ => () =>
        {
            for (int k = 0; k < n; k++)
            {
                int v = x.Volatile;
                if (x.TryReplace(v, v + 1)) break;
            }
        }));
    }

    private static ExplorationProgram Readers(int n)
    {
        var x = Cells(n);
        Action writer = () =>
        {
            foreach (var cell in x) cell.Volatile = 1;
        };
        return new([.. Threads(n, i => () => _ = x[i].Volatile), writer]);
    }

    private static ExplorationProgram LastZero(int n)
    {
        var x = Cells(n + 1);
        Action reader = () =>
        {
            int i = n;
            while (x[i].Value != 0) i--;
        };
        return new([reader, .. Threads(n, i => () => x[i + 1].Value = x[i].Value + 1)]);
    }

    private static ExplorationProgram Iriw(bool fenced)
    {
        var (x, y) = (new Cell<int>(), new Cell<int>());
        Action Reader(Cell<int> first, Cell<int> second) => () =>
        {
            _ = first.Volatile;
            if (fenced) SharedMemory.Fence();
            _ = second.Volatile;
        };
        return new([() => x.Volatile = 1, () => y.Volatile = 1, Reader(x, y), Reader(y, x)]);
    }

    private static ExplorationProgram StoreBuffering(int n, bool fenced)
    {
        var x = Cells(n);
        return new(Threads(n, i => () =>
        {
            x[i].Value = 1;
            if (fenced) SharedMemory.Fence();
            _ = x[(i + 1) % n].Value;
        }));
    }

    private static ExplorationProgram TwoWriters(int n)
    {
        var (x, y) = (new Cell<int>(), new Cell<int>());
        Action reader = () =>
        {
            _ = y.Value;
            _ = x.Value;
        };
        return new([.. Threads(n, i => () => (x.Value, y.Value) = (i + 1, i + 1)), reader]);
    }

    private static ExplorationProgram SpinLock(int n)
    {
        var (held, counter) = (new Cell<int>(), new Cell<int>());
        return new(
            Threads(n, _ => () =>
            {
                while (!held.TryReplace(0, 1)) SharedMemory.Spin();
                counter.Value++;
                held.Volatile = 0;
            }),
            () => Check(counter.Value == n, "an increment is lost"));
    }

    private static ExplorationProgram TicketLock(int n)
    {
        var (next, serving, counter) = (new Cell<int>(), new Cell<int>(), new Cell<int>());
        return new(
            Threads(n, _ => () =>
            {
                int mine = next.FetchAdd(1);
                while (serving.Volatile != mine) SharedMemory.Spin();
                counter.Value++;
                serving.Volatile = mine + 1;
            }),
            () => Check(counter.Value == n, "an increment is lost"));
    }

    private static ExplorationProgram Peterson()
    {
        var flag = Cells(2);
        var (turn, counter) = (new Cell<int>(), new Cell<int>());
        return new(
            Threads(2, me => () =>
            {
                flag[me].Value = 1;
                turn.Value = 1 - me;
                SharedMemory.Fence();
                while (flag[1 - me].Volatile != 0 && turn.Volatile == 1 - me) SharedMemory.Spin();
                counter.Value++;
                flag[me].Volatile = 0;
            }),
            () => Check(counter.Value == 2, "both were inside"));
    }

    private static ExplorationProgram SequenceLock(int writers, int readers)
    {
        var (sequence, first, second) = (new Cell<int>(), new Cell<int>(), new Cell<int>());
        Action Writer(int value) => () =>
        {
            for (int k = 0; k < 4; k++)
            {
                int s = sequence.Volatile;
                if ((s & 1) != 0 || !sequence.TryReplace(s, s + 1)) continue;
                first.Value = value;
                second.Value = value;
                sequence.Volatile = s + 2;
                break;
            }
        };
        Action reader = () =>
        {
            for (int k = 0; k < 2; k++)
            {
                int s = sequence.Volatile;
                if ((s & 1) != 0) continue;
                var (x, y) = (first.Value, second.Value);
                SharedMemory.Fence(MemoryOrder.Acquire);
                if (sequence.Value != s) continue;
                Check(x == y, "half of a write is seen");
                break;
            }
        };
        return new([.. Threads(writers, i => Writer(i + 1)), .. Threads(readers, _ => reader)]);
    }

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

    private static ExplorationProgram Publish(int readers, bool broken)
    {
        var (field, pointer) = (new Cell<int>(), new Cell<int>());
        Action writer = () =>
        {
            field.Value = 42;
            if (broken) pointer.Value = 1;
            else pointer.Volatile = 1;
        };
        return new([
            .. Threads(readers, _ => () =>
            {
                if (pointer.Volatile != 0) Check(field.Value == 42, "the field is not there yet");
            }),
            writer]);
    }

    private static ExplorationProgram MessagePassing()
    {
        var (data, flag) = (new Cell<int>(), new Cell<int>());
        return new([
            () => (data.Value, flag.Value) = (1, 1),
            () =>
            {
                if (flag.Volatile != 0) Check(data.Value == 1, "the flag outran the data");
            }]);
    }
}
