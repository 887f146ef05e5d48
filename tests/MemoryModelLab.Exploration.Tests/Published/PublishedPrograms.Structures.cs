namespace MemoryModelLab.Exploration.Tests.Published;

/// <content>Structures without locks.</content>
public static partial class PublishedPrograms
{
    /// <summary>Chase and Lev's deque (SPAA 2005): without its fences, an item is taken and stolen.</summary>
    [ExplorationTest(true)]
    [ExplorationTest(false)]
    public static void WorkStealing(bool fenced)
    {
        int[] items = new int[4];
        int[] taken = new int[3];
        int top = 0, bottom = 0;
        var owner = new Thread(() =>
        {
            Push(1);
            Push(2);
            Got(Take());
            Got(Take());
        });
        var thief = new Thread(() =>
        {
            Got(Steal());
            Got(Steal());
        });
        owner.Start();
        thief.Start();
        owner.Join();
        thief.Join();

        void Push(int item)
        {
            items[bottom % items.Length] = item;
            Volatile.Write(ref bottom, bottom + 1);
        }

        int Take()
        {
            int last = bottom - 1;
            Volatile.Write(ref bottom, last);
            if (fenced) Interlocked.MemoryBarrier();
            int first = Volatile.Read(ref top);
            int item = first <= last ? items[last % items.Length] : 0;
            if (first < last) return item;
            if (first == last && Interlocked.CompareExchange(ref top, first + 1, first) != first) item = 0;
            Volatile.Write(ref bottom, last + 1);
            return item;
        }

        int Steal()
        {
            int first = Volatile.Read(ref top);
            if (fenced) Interlocked.MemoryBarrier();
            if (first >= Volatile.Read(ref bottom)) return 0;
            int item = items[first % items.Length];
            return Interlocked.CompareExchange(ref top, first + 1, first) == first ? item : 0;
        }

        void Got(int item)
        {
            if (item != 0) Check(Interlocked.Increment(ref taken[item]) == 1);
        }
    }

    /// <summary>Treiber's stack whose nodes are put back: A is on top again, and what is below is another's (IBM, 1983: ABA).</summary>
    [ExplorationTest]
    public static void RecycledNodes()
    {
        int head = 1;
        int[] next = [0, 2, 0];
        int[] owners = new int[3];
        var first = new Thread(() => Got(Pop()));
        var second = new Thread(() =>
        {
            int above = Pop();
            Got(Pop());
            if (above != 0) Push(above);
        });
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Got(Pop());

        int Pop()
        {
            while (true)
            {
                int top = Volatile.Read(ref head);
                if (top == 0 || Interlocked.CompareExchange(ref head, Volatile.Read(ref next[top]), top) == top) return top;
            }
        }

        void Push(int node)
        {
            while (true)
            {
                int top = Volatile.Read(ref head);
                Volatile.Write(ref next[node], top);
                if (Interlocked.CompareExchange(ref head, node, top) == top) return;
            }
        }

        void Got(int node)
        {
            if (node != 0) Check(Interlocked.Increment(ref owners[node]) == 1);
        }
    }

    /// <summary>Michael's hazard pointer (PODC 2002): announced, then looked at again, with a fence between.</summary>
    [ExplorationTest(true)]
    [ExplorationTest(false)]
    public static void HazardPointer(bool fenced)
    {
        var shared = new Node { Value = 1 };
        Node? hazard = null;
        Run(2, me =>
        {
            if (me == 0)
            {
                Node? seen;
                do
                {
                    seen = Volatile.Read(ref shared);
                    Volatile.Write(ref hazard, seen);
                    if (fenced) Interlocked.MemoryBarrier();
                }
                while (Volatile.Read(ref shared) != seen);
                Check(Volatile.Read(ref seen.Value) != 0);
                return;
            }

            var old = shared;
            Volatile.Write(ref shared, new Node { Value = 2 });
            if (fenced) Interlocked.MemoryBarrier();
            if (Volatile.Read(ref hazard) != old) Volatile.Write(ref old.Value, 0);
        });
    }

    /// <summary>Read-copy-update: what is replaced is freed when no reader is left.</summary>
    [ExplorationTest]
    public static void ReadCopyUpdate()
    {
        var shared = new Node { Value = 1 };
        int reading = 0;
        Run(2, me =>
        {
            if (me == 0)
            {
                Interlocked.Increment(ref reading);
                Check(Volatile.Read(ref Volatile.Read(ref shared).Value) != 0);
                Interlocked.Decrement(ref reading);
                return;
            }

            var old = shared;
            Volatile.Write(ref shared, new Node { Value = 2 });
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref reading) != 0)
            {
            }

            Volatile.Write(ref old.Value, 0);
        });
    }

    /// <summary>Michael and Scott's queue (PODC 1996), of objects.</summary>
    [ExplorationTest]
    public static void Queue()
    {
        var head = new Node();
        var tail = head;
        int sum = 0;
        Run(3, me =>
        {
            if (me < 2) Enqueue(new Node { Value = me + 1 });
            else Interlocked.Add(ref sum, Dequeue());
        });
        while (Dequeue() is var value and not 0) sum += value;
        Check(sum == 3);

        void Enqueue(Node node)
        {
            while (true)
            {
                var last = Volatile.Read(ref tail);
                if (Volatile.Read(ref last.Next) is { } next)
                {
                    Interlocked.CompareExchange(ref tail, next, last);
                }
                else if (Interlocked.CompareExchange(ref last.Next, node, null) is null)
                {
                    Interlocked.CompareExchange(ref tail, node, last);
                    return;
                }
            }
        }

        int Dequeue()
        {
            while (true)
            {
                var first = Volatile.Read(ref head);
                var last = Volatile.Read(ref tail);
                if (Volatile.Read(ref first.Next) is not { } next) return 0;
                if (first == last) Interlocked.CompareExchange(ref tail, next, last);
                else if (Interlocked.CompareExchange(ref head, next, first) == first) return next.Value;
            }
        }
    }

    private sealed class Node
    {
        public int Value;
        public Node? Next;
    }
}
