using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The correct stores pass: all executions of two threads of three operations, and of three threads of two.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly InstrumentedProgram _program = new(typeof(StoreTests).Assembly.Location);

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (StoreKind kind in StoreKind.All)
            {
                all.Add(nameof(StorePrograms.TwoThreadsOfThree), kind.Name);
                // Too many for a test: docs/exploration.md has what mml explore counted.
                if (kind.Name == "split-ordered")
                    continue;
                all.Add(nameof(StorePrograms.TwoThreadsOfThreeOnOneKey), kind.Name);
                all.Add(nameof(StorePrograms.ThreeThreadsOfTwo), kind.Name);
                all.Add(nameof(StorePrograms.ThreeThreadsOfTwoOnOneKey), kind.Name);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Passes(string program, string store)
    {
        string name = $"{typeof(StorePrograms).FullName}.{program}({store})";
        InstrumentedResult result = Explorer.Run(_program, ExplorationTests.Of(_program).Single(test => test.Name == name).Body, new InstrumentedOptions());
        Assert.Empty(result.Exploration.Failures);
        Assert.Equal(ExplorationVerdict.Passed, result.Exploration.Verdict);
        Assert.Empty(result.OpaqueCalls);
    }

    public void Dispose() => _program.Dispose();
}
