namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Programs of which <see cref="CheapestRepairTests"/> tries all cheaper repairs than the one that is found.</summary>
public static class CheapestRepairPrograms
{
    [ExplorationTest]
    public static void Message()
    {
        int x = 0, y = 0, r0 = 9, r1 = 9;
        Parallel.Invoke(() => { x = 1; y = 1; }, () => { r0 = y; r1 = x; });
        Assert.False(r0 == 1 && r1 == 0);
    }

    [ExplorationTest]
    public static void StoreBuffering()
    {
        int x = 0, y = 0;
        var (r0, r1) = (new int[1], new int[1]);
        Parallel.Invoke(() => { x = 1; r0[0] = y; }, () => { y = 1; r1[0] = x; });
        Assert.False(r0[0] == 0 && r1[0] == 0);
    }

    [ExplorationTest]
    public static void WriteAndStoreBuffering()
    {
        int x = 0, y = 0, r1 = 9;
        Parallel.Invoke(() => { x = 1; y = 1; }, () => { y = 2; r1 = x; });
        Assert.False(y == 2 && r1 == 0);
    }

    [ExplorationTest]
    public static void TwoWrites()
    {
        int x = 0, y = 0;
        Parallel.Invoke(() => { x = 1; y = 2; }, () => { y = 1; x = 2; });
        Assert.False(x == 1 && y == 1);
    }

    /// <summary>Operations of one object. What is wrong is not what they read alone, but when other threads see what they did.</summary>
    [ExplorationTest]
    public static Action TwoFlags() => Explorer.Linearizing(
        () => new Flags(),
        [
            [flags => { flags.Raise(left: true); return null; }, flags => flags.Look(left: false)],
            [flags => { flags.Raise(left: false); return null; }, flags => flags.Look(left: true)],
        ]);

    private sealed class Flags
    {
        private bool _left;
        private bool _right;

        public void Raise(bool left)
        {
            if (left)
                _left = true;
            else
                _right = true;
        }

        public bool Look(bool left) => left ? _left : _right;
    }
}
