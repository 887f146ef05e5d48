using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <content>Increments and compare-exchange loops.</content>
internal static partial class ReferencePrograms
{
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
}
