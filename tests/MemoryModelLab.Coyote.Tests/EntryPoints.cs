using MemoryModelLab.Stores.Scenarios;
using Microsoft.Coyote.Random;

namespace MemoryModelLab.Coyote.Tests;

/// <summary>
/// The entry points for the command line: <c>coyote test MemoryModelLab.Coyote.Tests.dll -m ProbingWords -i 1000 -s prioritization</c>. Which scenario is
/// run is one of the choices that are explored, recorded and replayed. No name is part of another: some versions of the tool look for a part.
/// </summary>
public static class EntryPoints
{
    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task Mutex() => Any(StoreScenario.Correct, "mutex");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task ReaderWriter() => Any(StoreScenario.Correct, "reader-writer");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task Striped() => Any(StoreScenario.Correct, "striped");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task Seqlock() => Any(StoreScenario.Correct, "seqlock");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task CopyOnWrite() => Any(StoreScenario.Correct, "copy-on-write");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task LeftRight() => Any(StoreScenario.Correct, "left-right");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task SplitOrdered() => Any(StoreScenario.Correct, "split-ordered");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task ProbingWords() => Any(StoreScenario.Correct, "probing");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task ProbingObjects() => Any(StoreScenario.Correct, "probing-objects-scalar");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task LostUpdate() => Any(StoreScenario.Broken, "lost-update");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task TornValue() => Any(StoreScenario.Broken, "torn-value");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task ResizeRace() => Any(StoreScenario.Broken, "resize-race");

    [Microsoft.Coyote.SystematicTesting.Test]
    public static Task Aba() => Any(StoreScenario.Broken, "aba");

    private static Task Any(IReadOnlyList<StoreScenario> scenarios, string store)
    {
        StoreScenario[] onStore = [.. scenarios.Where(scenario => scenario.Store == store)];
        return onStore[Generator.Create().NextInteger(onStore.Length)].Run();
    }
}
