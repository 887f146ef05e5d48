using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Timed;

namespace MemoryModelLab.Machine.Tests.Timed;

/// <summary>What the counters of a timed run must be, where it can be said without running it.</summary>
public sealed class TimedMachineTests
{
    private const int Rounds = 200;

    [Theory]
    [InlineData(Interconnect.Bus)]
    [InlineData(Interconnect.Directory)]
    public void No_addition_to_a_shared_counter_is_lost(Interconnect interconnect)
    {
        TimedMachine machine = Run("shared-counter", new TimedOptions { Interconnect = interconnect }, 10_000);
        Assert.Equal(10_000, machine.Events);
        Assert.Equal(10_000, machine.Memory[0]);
        Assert.InRange(machine.Lines[0].Hits + machine.Lines[0].Misses, 10_000, 10_000 + new TimedOptions().Cores); // those under way too
        Assert.Equal(0, machine.Lines[0].FalseSharing);
    }

    [Fact]
    public void Counters_that_share_a_line_share_it_falsely_and_padded_ones_share_nothing()
    {
        var options = new TimedOptions { Cores = 4, CellsPerLine = 4 };
        LineCounters shared = Assert.Single(Run("false-sharing", options, 10_000).Lines);
        Assert.InRange(shared.FalseSharing, shared.Misses * 9 / 10, shared.Misses - options.Cores); // not each core's first, nor an upgrade
        Assert.All(Run("padded", options, 10_000).Lines, line => Assert.Equal((1, 0, 0, 0), (line.Misses, line.Invalidations, line.Transfers, line.FalseSharing)));
    }

    /// <summary>A store buffer of one place is full whenever the store before it is still on its way.</summary>
    [Fact]
    public void A_small_store_buffer_stalls_and_waiting_takes_time()
    {
        TimedMachine small = Run("padded", new TimedOptions { StoreBuffer = 1 }, 1_000), large = Run("padded", new TimedOptions { StoreBuffer = 1_000 }, 1_000);
        Assert.Equal(0, large.Stalls);
        Assert.True(small.Stalls > 0);
        Assert.True(small.Now > large.Now);
    }

    [Fact]
    public void Messages_arrive_once_each_and_in_order()
    {
        var options = new TimedOptions { Cores = 2, CellsPerLine = 1 };
        TimedMachine machine = Run("producer-consumer", options, 10_000);
        Assert.InRange(machine.Memory[0], 2, 10_000);
        Assert.True(machine.Memory[1] == 0 || machine.Memory[1] == machine.Memory[0], $"message {machine.Memory[0]}, flag {machine.Memory[1]}");
    }

    [Theory]
    [InlineData("read-mostly")]
    [InlineData("producer-consumer")]
    public void A_run_is_its_seed(string workload)
    {
        string[] runs = [.. Enumerable.Range(0, 2).Select(_ => Summary(Run(workload, new TimedOptions { Seed = 7 }, 50_000)))];
        Assert.Equal(runs[0], runs[1]);
        if (workload == "read-mostly") Assert.NotEqual(runs[0], Summary(Run(workload, new TimedOptions { Seed = 8 }, 50_000)));
    }

    [Fact]
    public void A_thousand_cores_run()
    {
        TimedMachine machine = Run("read-mostly", new TimedOptions { Cores = TimedOptions.MostCores }, 100_000);
        Assert.Equal(100_000, machine.Events);
    }

    /// <summary>What a test shows in time is among what it can do at all; and store buffering is seen, as stores take longer than loads that follow.</summary>
    [Fact]
    public void What_a_test_shows_in_time_is_among_what_it_can_do()
    {
        int ran = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ModelAgreement.Folder, "classic", "x64"), "*.litmus"))
        {
            Litmus.Programs.LitmusProgram program = ModelAgreement.Read(file);
            TimedTest shown = TimedSimulation.Run(program, new TimedOptions(), Rounds);
            if (shown.Fault is not null) continue;
            Assert.Equal(Rounds, shown.Rounds);
            string[] possible = [.. Simulation.Explore(program, new MachineOptions()).States.Select(state => state.Text)];
            if (program.Test.Filter is null) Assert.Empty(shown.Outcomes.Select(outcome => outcome.State).Except(possible));
            ran++;
        }

        Assert.InRange(ran, 20, int.MaxValue);
    }

    [Fact]
    public void Store_buffering_is_seen_and_a_fence_ends_it()
    {
        Assert.Contains(Show("SB").Outcomes, outcome => outcome.Satisfies);
        Assert.DoesNotContain(Show("SB+mfences").Outcomes, outcome => outcome.Satisfies);
    }

    /// <summary>Each round begins with empty buffers, so one alone shows it too.</summary>
    [Fact]
    public void Store_buffering_is_seen_in_a_round_by_itself()
    {
        Litmus.Programs.LitmusProgram program = ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", "SB.litmus"));
        IEnumerable<TimedTest> rounds = Enumerable.Range(1, Rounds).Select(seed => TimedSimulation.Run(program, new TimedOptions { Seed = (ulong)seed }, 1));
        Assert.InRange(rounds.Count(round => round.Outcomes.Single().Satisfies), 1, Rounds / 4);
    }

    /// <summary>A fence and a locked instruction wait until the store before them is in memory: until it has retired, and its transaction is done.</summary>
    [Theory]
    [InlineData("movl $1,(x)", "mfence")]
    [InlineData("movl $1,(x)", "movl (x),%eax", "mfence")]
    [InlineData("movl $1,(x)", "movl (x),%eax", "xchgl %ebx,(y)")]
    public void What_waits_for_the_buffer_waits_until_stores_are_in_memory(params string[] instructions)
    {
        string text = $"X86_64 t\n{{ x=0; y=0; }}\n P0 ;\n{string.Join('\n', instructions.Select(i => $" {i} ;"))}\nexists (x=1)";
        var options = new TimedOptions();
        TimedTest test = TimedSimulation.Run(ModelAgreement.Parse(text), options, 1);
        Latencies latency = options.Latencies;
        int transaction = (2 * latency.Hop) + latency.Directory + latency.Memory + latency.L1, since = instructions.Length - 1; // the instructions before take a cycle each
        Assert.Equal((1, options.Retirement + transaction - since), (test.Machine.Stalls, test.Machine.StalledCycles));
    }

    /// <summary>What shares a line with a store that is on its way comes with it, not before.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(8, false)]
    public void A_line_is_there_when_its_transaction_is_done(int cell, bool sharesTheLine)
    {
        var options = new TimedOptions { Cores = 1, CellsPerLine = 8 };
        var script = new Script(new TimedOp(TimedKind.Store, 0, 1), new TimedOp(TimedKind.Work, 0, 100), new TimedOp(TimedKind.Load, cell));
        new TimedMachine(options, script).Run(long.MaxValue);
        Latencies latency = options.Latencies;
        int transaction = (2 * latency.Hop) + latency.Directory + latency.Memory + latency.L1, loads = 1 + 100;
        Assert.Equal([0, 1, loads, sharesTheLine ? options.Retirement + transaction : loads + transaction], script.Times);
    }

    private static TimedTest Show(string name) =>
        TimedSimulation.Run(ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", name + ".litmus")), new TimedOptions { Protocol = BusProtocols.Moesi }, Rounds);

    private static TimedMachine Run(string workload, TimedOptions options, long events)
    {
        var machine = new TimedMachine(options, TimedWorkloads.Create(workload, options));
        machine.Run(events);
        return machine;
    }

    private static string Summary(TimedMachine machine) =>
        $"{machine.Now} {machine.Stalls} {string.Join(' ', machine.Lines.Select(line => $"{line.Hits},{line.Misses},{line.Invalidations},{line.Transfers},{line.Waited}"))}";

    /// <summary>One core does one thing after another, and notes when it is asked for the next.</summary>
    private sealed class Script(params TimedOp[] ops) : IWorkload
    {
        public List<long> Times { get; } = [];

        public int Cells => 16;

        public TimedOp Next(int core, long returned, long now)
        {
            Times.Add(now);
            return Times.Count <= ops.Length ? ops[Times.Count - 1] : new TimedOp(TimedKind.End);
        }
    }
}
