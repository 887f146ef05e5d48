using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using Xunit.Abstractions;

namespace MemoryModelLab.Machine.Tests.Coherence;

/// <summary>Coherent caches are invisible to the programs; those of broken protocols are caught.</summary>
public sealed class SnoopingCachesTests(ITestOutputHelper output)
{
    // Message passing and a write over a line that two caches share.
    private const string Sharers = """
        X86_64 Sharers
        { }
         P0          | P1          ;
         movl (x),%eax | movl (x),%eax ;
         movl $1,(x) | movl (x),%ebx ;
        exists (1:rax=0 /\ 1:rbx=1)
        """;

    // Three lines through a cache that holds one.
    private const string Thrashing = """
        X86_64 Thrashing
        { }
         P0          | P1          ;
         movl $1,(x) | movl (x),%eax ;
         movl $1,(y) | movl (y),%ebx ;
         movl (x),%eax |             ;
        exists (0:rax=1)
        """;

    public static TheoryData<string> Coherent => ["msi", "mesi", "moesi", "mesif", "write-through"];

    [Theory]
    [MemberData(nameof(Coherent))]
    public void Programs_cannot_tell_that_there_are_caches(string protocol)
    {
        string[] files = [.. Directory.EnumerateFiles(ModelAgreement.Folder, "*.litmus", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (BufferKind buffers in Enum.GetValues<BufferKind>())
        {
            int equal = 0;
            foreach (LitmusProgram program in files.Select(ModelAgreement.Read).Where(program => Simulation.Fits(program, new MachineOptions())))
            {
                var options = new MachineOptions { Buffers = buffers, Protocol = protocol };
                Assert.Null(ModelAgreement.Compare(program, options, out _));
                equal++;
            }

            output.WriteLine($"{buffers}, {protocol}: equal on {equal} tests");
        }
    }

    [Theory]
    [MemberData(nameof(Coherent))]
    public void Nor_that_lines_are_shared_and_caches_small(string protocol)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(ModelAgreement.Folder, "classic", "x64"), "*.litmus").Order(StringComparer.Ordinal)];
        foreach (LitmusProgram program in files.Select(ModelAgreement.Read))
        {
            foreach ((int perLine, int sets, int ways) in new[] { (2, 1, int.MaxValue), (1, 1, 1), (1, 2, 1) })
            {
                var options = new MachineOptions { Protocol = protocol, CellsPerLine = perLine, Sets = sets, Ways = ways };
                Assert.Null(ModelAgreement.Compare(program, options, out _));
            }
        }
    }

    [Theory]
    [InlineData("broken-incoherent", Sharers, int.MaxValue, "data value", 3)]
    [InlineData("broken-lost-invalidation", Sharers, int.MaxValue, "data value", 3)]
    [InlineData("broken-missing-owned", Sharers, int.MaxValue, "single writer", 3)]
    [InlineData("broken-lost-writeback", Thrashing, 1, "data value", 5)]
    public void A_broken_protocol_is_caught_with_a_shortest_run(string protocol, string test, int ways, string invariant, int most)
    {
        var options = new MachineOptions { Protocol = protocol, Ways = ways };
        SimulationResult result = Simulation.Explore(ModelAgreement.Parse(test), options);
        Assert.StartsWith(invariant, result.Violation, StringComparison.Ordinal);
        Assert.InRange(result.TraceTo(result.ViolatingState).Steps.Count, 1, most);
        Assert.False(result.IsComplete);
        Assert.Null(Simulation.Explore(ModelAgreement.Parse(test), options with { Protocol = "mesi" }).Violation);
    }
}
