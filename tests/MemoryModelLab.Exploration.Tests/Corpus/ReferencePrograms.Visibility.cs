using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Who sees what in which order.</content>
internal static partial class ReferencePrograms
{
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
