namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Locks, and what stands in for them.</content>
public static partial class ReferencePrograms
{
    private static void SpinLock(int n)
    {
        int held = 0, counter = 0;
        Run(n, () =>
        {
            while (Interlocked.CompareExchange(ref held, 1, 0) != 0)
            {
            }

            counter++;
            Volatile.Write(ref held, 0);
        });
        Check(counter == n, "an increment is lost");
    }

    private static void TicketLock(int n)
    {
        int next = 0, serving = 0, counter = 0;
        Run(n, () =>
        {
            int mine = Interlocked.Increment(ref next) - 1;
            while (Volatile.Read(ref serving) != mine)
            {
            }

            counter++;
            Volatile.Write(ref serving, mine + 1);
        });
        Check(counter == n, "an increment is lost");
    }

    private static void Peterson()
    {
        bool[] wants = new bool[2];
        int turn = 0, counter = 0;
        Run(2, me =>
        {
            wants[me] = true;
            turn = 1 - me;
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref wants[1 - me]) && Volatile.Read(ref turn) == 1 - me)
            {
            }

            counter++;
            Volatile.Write(ref wants[me], false);
        });
        Check(counter == 2, "both were inside");
    }

    private static void SequenceLock(int writers, int readers)
    {
        int sequence = 0, first = 0, second = 0;
        Run(writers + readers, me =>
        {
            if (me < writers) Write(me + 1);
            else Read();
        });

        void Write(int value)
        {
            for (int k = 0; k < 4; k++)
            {
                int s = Volatile.Read(ref sequence);
                if ((s & 1) != 0 || Interlocked.CompareExchange(ref sequence, s + 1, s) != s) continue;
                first = value;
                second = value;
                Volatile.Write(ref sequence, s + 2);
                break;
            }
        }

        void Read()
        {
            for (int k = 0; k < 2; k++)
            {
                int s = Volatile.Read(ref sequence);
                if ((s & 1) != 0) continue;
                var (x, y) = (first, second);
                Volatile.ReadBarrier();
                if (sequence != s) continue;
                Check(x == y, "half of a write is seen");
                break;
            }
        }
    }
}
