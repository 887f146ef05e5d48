using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Locks, and what stands in for them.</content>
internal static partial class ReferencePrograms
{
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
}
