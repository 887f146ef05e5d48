using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using Xunit.Abstractions;

namespace MemoryModelLab.Machine.Tests.Cores;

/// <summary>Leaving out orders of steps that commute changes neither what can be reached nor how soon.</summary>
public sealed class LineReductionTests(ITestOutputHelper output)
{
    private const int MostThreads = 3, MostStates = 100_000;

    // Each core has two things at hand, on different lines.
    private const string Ring = """
        X86_64 Ring
        { }
         P0            | P1            | P2            ;
         movl $1,(x)   | movl $1,(y)   | movl $1,(z)   ;
         movl (y),%eax | movl (z),%eax | movl (x),%eax ;
        exists (0:rax=0 /\ 1:rax=0 /\ 2:rax=0)
        """;

    public static TheoryData<BufferKind, string, int> Machines
    {
        get
        {
            var data = new TheoryData<BufferKind, string, int>();
            foreach (BufferKind buffers in Enum.GetValues<BufferKind>())
            {
                foreach (string protocol in (string[])["flat", "moesi", "write-through", "mesi-directory", "msi-directory-unordered"]) data.Add(buffers, protocol, 1);
            }

            data.Add(BufferKind.Pso, "mesi", 2);
            data.Add(BufferKind.Tso, "msi-directory", 2);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Final_states_and_shortest_runs_stay(BufferKind buffers, string protocol, int perLine)
    {
        var options = new MachineOptions { Buffers = buffers, Protocol = protocol, CellsPerLine = perLine, MostStates = MostStates };
        long reduced = 0, whole = 0;
        int tests = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ModelAgreement.Folder, "classic"), "*.litmus", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            LitmusProgram program = ModelAgreement.Read(file);
            if (program.Threads.Count > MostThreads || !Simulation.Fits(program, options)) continue;
            SimulationResult all = Simulation.Explore(program, options with { Reduces = false }), some = Simulation.Explore(program, options);
            if (!all.IsComplete) continue;
            Assert.Equal(all.States.Select(state => (state.Text, all.TraceTo(state.Number).Steps.Count)), some.States.Select(state => (state.Text, some.TraceTo(state.Number).Steps.Count)));
            whole += all.MachineStates;
            reduced += some.MachineStates;
            tests++;
        }

        output.WriteLine($"{buffers}, {protocol}, {perLine} a line: {tests} tests, {whole} states, {reduced} of them reduced");
        Assert.InRange(reduced, 1, whole - 1);
    }

    [Fact]
    public void Lines_that_do_not_meet_add_up_where_they_multiplied()
    {
        LitmusProgram program = ModelAgreement.Parse(Ring);
        var options = new MachineOptions { Protocol = "mesi-directory" };
        SimulationResult all = Simulation.Explore(program, options with { Reduces = false }), some = Simulation.Explore(program, options);
        Assert.Equal(64 * 64 * 64, all.MachineStates);
        Assert.InRange(some.MachineStates, 1, 2_000);
        Assert.Equal(all.States.Select(state => state.Text), some.States.Select(state => state.Text));
    }

    /// <summary>A line may be full, a thread may loop: then every order is taken.</summary>
    [Fact]
    public void Nothing_is_left_out_where_lines_compete()
    {
        var options = new MachineOptions { Protocol = "mesi", Ways = 1 };
        LitmusProgram program = ModelAgreement.Parse(Ring);
        Assert.Equal(Simulation.Explore(program, options with { Reduces = false }).MachineStates, Simulation.Explore(program, options).MachineStates);
    }
}
