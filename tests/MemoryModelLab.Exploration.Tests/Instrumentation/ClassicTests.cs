using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// The classic programs in plain C# have the numbers of executions that are known of them (GenMC's; docs/exploration.md), and under the .NET
/// model as many as the same programs written by hand.
/// </summary>
public sealed class ClassicTests : IDisposable
{
    private readonly InstrumentedProgram _program = new(typeof(ClassicTests).Assembly.Location);

    [Theory]
    [InlineData("FetchAdd(5)", "fetchadd", "N=5", 120, 120, 120)]
    [InlineData("LostUpdate(3)", "lostupdate", "N=3", 36, 36, 36)]
    [InlineData("CompareExchangeLoop(2)", "casloop", "N=2", 4, 4, 4)]
    [InlineData("CompareExchangeLoop(3)", "casloop", "N=3", 60, 60, 60)]
    [InlineData("Readers(8)", "readers", "N=8", 256, 256, 256)]
    [InlineData("LastZero(6)", "lastzero", "N=6", 144, 144, 224)]
    [InlineData("IndependentReads(False)", "iriw", "", 15, 15, 16)]
    [InlineData("IndependentReads(True)", "iriw", "FENCED", 15, 15, 15)]
    [InlineData("StoreBuffering(2, False)", "sbplain", "N=2", 3, 4, 4)]
    [InlineData("StoreBuffering(4, False)", "sbplain", "N=4", 15, 16, 16)]
    [InlineData("StoreBuffering(4, True)", "sbfence", "N=4", 15, 15, 15)]
    [InlineData("TwoWriters(2)", "twowriters", "N=2", 22, 22, 36)]
    [InlineData("TwoWriters(3)", "twowriters", "N=3", 300, 300, 576)]
    [InlineData("SpinLock(3)", "spinlock", "N=3", 6, 6, 6)]
    [InlineData("TicketLock(3)", "ticketlock", "N=3", 6, 6, 6)]
    [InlineData("Ring(2)", "spscring", "N=2", 9, 9, 9)]
    [InlineData("Ring(4)", "spscring", "N=4", 225, 256, 256)]
    [InlineData("TreiberStack(2, 1)", "treiber", "P=2 -DC=1", 22, 22, 22)]
    [InlineData("TreiberStack(2, 2)", "treiber", "P=2 -DC=2", 220, 220, 220)]
    [InlineData("MichaelScottQueue(2, 1)", "msq", "P=2 -DC=1", 188, 188, 188)]
    public void HasTheKnownNumberOfExecutions(string name, string program, string arguments, long sequential, long totalStoreOrder, long rc11)
    {
        ExplorationResult byHand = Explorer.Explore(() => ReferencePrograms.Create(program, arguments), new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.DotNet });
        Assert.Equal(
            (sequential, totalStoreOrder, rc11, byHand.Complete),
            (Count(name, MemoryModelKind.Sequential), Count(name, MemoryModelKind.TotalStoreOrder), Count(name, MemoryModelKind.RC11), Count(name, MemoryModelKind.DotNet)));
    }

    [Theory]
    [InlineData(MemoryModelKind.Sequential, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.TotalStoreOrder, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.RC11, ExplorationVerdict.Failed)]
    [InlineData(MemoryModelKind.DotNet, ExplorationVerdict.Failed)]
    public void PetersonsLockHoldsWhereStoresKeepTheirOrder(MemoryModelKind model, ExplorationVerdict expected) =>
        Assert.Equal(expected, Run("Peterson", model).Exploration.Verdict);

    public void Dispose() => _program.Dispose();

    internal static InstrumentedOptions Options(MemoryModelKind model) => new() { Exploration = new ExplorationOptions { Model = model } };

    private long Count(string name, MemoryModelKind model)
    {
        InstrumentedResult result = Run(name, model);
        Assert.Empty(result.Exploration.Failures);
        return result.Exploration.Complete;
    }

    private InstrumentedResult Run(string name, MemoryModelKind model) =>
        Explorer.Run(_program, ExplorationTests.Of(_program).Single(test => test.Name == $"{typeof(ClassicPrograms).FullName}.{name}").Body, new InstrumentedOptions { Exploration = new ExplorationOptions { Symmetry = false, Model = model } });
}
