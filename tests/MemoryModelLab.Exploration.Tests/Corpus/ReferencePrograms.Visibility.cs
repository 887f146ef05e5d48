namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Who sees what in which order.</content>
public static partial class ReferencePrograms
{
    private static void Readers(int n)
    {
        int[] x = new int[n];
        Run(n + 1, me =>
        {
            if (me < n)
            {
                _ = Volatile.Read(ref x[me]);
                return;
            }

            for (int i = 0; i < n; i++) Volatile.Write(ref x[i], 1);
        });
    }

    private static void LastZero(int n)
    {
        int[] x = new int[n + 1];
        Run(n + 1, me =>
        {
            if (me > 0)
            {
                x[me] = x[me - 1] + 1;
                return;
            }

            int last = n;
            while (x[last] != 0) last--;
        });
    }

    private static void IndependentReads(bool fenced)
    {
        int x = 0, y = 0;
        Run(4, me =>
        {
            switch (me)
            {
                case 0: Volatile.Write(ref x, 1); break;
                case 1: Volatile.Write(ref y, 1); break;
                case 2: ReadBoth(ref x, ref y); break;
                default: ReadBoth(ref y, ref x); break;
            }
        });

        void ReadBoth(ref int first, ref int second)
        {
            _ = Volatile.Read(ref first);
            if (fenced) Interlocked.MemoryBarrier();
            _ = Volatile.Read(ref second);
        }
    }

    private static void StoreBuffering(int n, bool fenced)
    {
        int[] x = new int[n];
        Run(n, me =>
        {
            x[me] = 1;
            if (fenced) Interlocked.MemoryBarrier();
            _ = x[(me + 1) % n];
        });
    }

    private static void TwoWriters(int n)
    {
        int x = 0, y = 0;
        Run(n + 1, me =>
        {
            if (me < n)
            {
                x = me + 1;
                y = me + 1;
                return;
            }

            int later = y;
            int earlier = x;
            Check(later <= n && earlier <= n, "a value that nobody wrote is read");
        });
    }

    private static void Publish(int readers, bool broken)
    {
        int field = 0, pointer = 0;
        Run(readers + 1, me =>
        {
            if (me < readers)
            {
                if (Volatile.Read(ref pointer) != 0) Check(field == 42, "the field is not there yet");
                return;
            }

            field = 42;
            if (broken) pointer = 1;
            else Volatile.Write(ref pointer, 1);
        });
    }

    private static void MessagePassing()
    {
        int data = 0, flag = 0;
        var writer = new Thread(() =>
        {
            data = 1;
            flag = 1;
        });
        var reader = new Thread(() =>
        {
            if (Volatile.Read(ref flag) != 0) Check(data == 1, "the flag outran the data");
        });
        writer.Start();
        reader.Start();
        writer.Join();
        reader.Join();
    }
}
