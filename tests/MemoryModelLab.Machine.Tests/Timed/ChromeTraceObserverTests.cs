using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Tests.Traces;
using MemoryModelLab.Machine.Timed;

namespace MemoryModelLab.Machine.Tests.Timed;

/// <summary>A timed run as slices.</summary>
public sealed class ChromeTraceObserverTests
{
    public static TheoryData<string, Interconnect> Workloads
    {
        get
        {
            var data = new TheoryData<string, Interconnect>();
            foreach (string name in TimedWorkloads.All.Keys)
            {
                data.Add(name, Interconnect.Bus);
                data.Add(name, Interconnect.Directory);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Slices_nest_on_every_track_and_what_is_served_is_served_alone(string workload, Interconnect interconnect)
    {
        var options = new TimedOptions { Cores = 5, Interconnect = interconnect, StoreBuffer = 4 };
        TimedMachine? machine = null;
        List<Slice> slices = TraceEvents.Read(output =>
        {
            using var observer = new ChromeTraceObserver(output, options, options.Cores, cell => $"{cell}", cell => $"line {cell / options.CellsPerLine}");
            machine = new TimedMachine(options, TimedWorkloads.Create(workload, options), observer);
            machine.Run(5_000);
        });
        TraceEvents.AssertNested(slices);
        string hub = interconnect == Interconnect.Bus ? "bus" : "directory";
        Assert.Equal(machine!.Lines.Sum(line => line.Misses), slices.Count(slice => slice.Participant == hub));
        Assert.DoesNotContain(slices, slice => slice.Participant == hub && slice.Track.Split(' ').Length > (hub == "bus" ? 1 : 2)); // no lanes
        Assert.Equal(machine.Stalls > 0, slices.Exists(slice => slice.Name == "waits for the store buffer"));
    }

    /// <summary>Rounds overlap, as stores of one are still in the buffers when the next begins.</summary>
    [Fact]
    public void Slices_nest_where_the_rounds_of_a_test_overlap()
    {
        var options = new TimedOptions { Protocol = BusProtocols.Moesi };
        Litmus.Programs.LitmusProgram program = ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", "SB.litmus"));
        List<Slice> slices = TraceEvents.Read(output =>
        {
            using var observer = new ChromeTraceObserver(output, options, 2, cell => "x", cell => "x");
            TimedSimulation.Run(program, options, 100, observer);
        });
        TraceEvents.AssertNested(slices);
        Assert.Equal(2 * 100, slices.Count(slice => slice.Name == "x into the buffer"));
    }
}
