namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Increments and compare-exchange loops.</content>
public static partial class ReferencePrograms
{
    private static void FetchAdd(int n)
    {
        int counter = 0;
        Run(n, () => Interlocked.Increment(ref counter));
        Check(counter == n, "an increment is lost");
    }

    private static void LostUpdate(int n)
    {
        int counter = 0;
        Run(n, () => Volatile.Write(ref counter, Volatile.Read(ref counter) + 1));
    }

    private static void CompareExchangeLoop(int n)
    {
        int counter = 0;
        Run(n, () =>
        {
            for (int k = 0; k < n; k++)
            {
                int seen = Volatile.Read(ref counter);
                if (Interlocked.CompareExchange(ref counter, seen + 1, seen) == seen) break;
            }
        });
    }
}
