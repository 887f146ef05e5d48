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
}
