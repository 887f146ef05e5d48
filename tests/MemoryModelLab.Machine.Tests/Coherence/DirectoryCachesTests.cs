using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using Xunit.Abstractions;

namespace MemoryModelLab.Machine.Tests.Coherence;

/// <summary>Nor can programs tell that caches talk to a directory by messages; protocols with a fault are caught.</summary>
public sealed class DirectoryCachesTests(ITestOutputHelper output)
{
    // With store buffers that are FIFO all tests are run; with the others those of two threads, which take a tenth of the time.
    private const int FewThreads = 2;

    // Both read x, then both write it: one loses its copy while it waits to write.
    private const string Upgrades = """
        X86_64 Upgrades
        { }
         P0            | P1            ;
         movl (x),%eax | movl (x),%eax ;
         movl $1,(x)   | movl $2,(x)   ;
        exists (0:rax=0 /\ 1:rax=0)
        """;

    // Two lines through caches that hold one: modified lines leave while others ask for them.
    private const string Thrashing = """
        X86_64 Thrashing
        { }
         P0            | P1            ;
         movl $1,(x)   | movl $2,(x)   ;
         movl (y),%eax | movl (y),%eax ;
         movl (x),%ebx | movl (x),%ebx ;
        exists (0:rbx=1 /\ 1:rbx=2)
        """;

    public static TheoryData<string> Coherent => ["msi-directory", "mesi-directory", "msi-directory-unordered", "mesi-directory-unordered"];

    [Theory]
    [MemberData(nameof(Coherent))]
    public void Programs_cannot_tell_that_there_is_a_directory(string protocol)
    {
        string[] files = [.. Directory.EnumerateFiles(ModelAgreement.Folder, "*.litmus", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (BufferKind buffers in Enum.GetValues<BufferKind>())
        {
            int equal = 0;
            foreach (LitmusProgram program in files.Select(ModelAgreement.Read).Where(program => Simulation.Fits(program, new MachineOptions())))
            {
                if (buffers != BufferKind.Tso && program.Threads.Count > FewThreads) continue;
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
        foreach (string name in new[] { "SB", "MP", "SB+mfences", "LB" })
        {
            LitmusProgram program = ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", name + ".litmus"));
            foreach ((int perLine, int ways) in new[] { (2, int.MaxValue), (1, 1) })
            {
                var options = new MachineOptions { Protocol = protocol, CellsPerLine = perLine, Ways = ways };
                Assert.Null(ModelAgreement.Compare(program, options, out _));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Coherent))]
    public void Invariants_hold_while_lines_come_and_go(string protocol)
    {
        SimulationResult result = Simulation.Explore(ModelAgreement.Parse(Thrashing), new MachineOptions { Protocol = protocol, Ways = 1 });
        output.WriteLine($"{protocol}: {result.MachineStates} states, {result.Steps} steps, {result.Bytes / result.MachineStates} bytes a state, {result.Elapsed}");
        Assert.Null(result.Violation);
        Assert.True(result.IsComplete);
    }

    [Theory]
    [InlineData("broken-directory-missing-transient", Upgrades, int.MaxValue, "missing transition")]
    [InlineData("broken-directory-lost-invalidation", Upgrades, int.MaxValue, "single writer")]
    [InlineData("broken-directory-order", Thrashing, 1, "missing transition")]
    public void A_broken_protocol_is_caught_with_a_shortest_run(string protocol, string test, int ways, string invariant)
    {
        SimulationResult result = Simulation.Explore(ModelAgreement.Parse(test), new MachineOptions { Protocol = protocol, Ways = ways });
        Assert.StartsWith(invariant, result.Violation, StringComparison.Ordinal);
        output.WriteLine($"{protocol}: {result.Violation}, after {result.TraceTo(result.ViolatingState).Steps.Count} steps");
        Assert.NotEmpty(result.TraceTo(result.ViolatingState).Steps);
    }
}
