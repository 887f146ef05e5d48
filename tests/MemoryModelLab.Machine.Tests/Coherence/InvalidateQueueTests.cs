using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;

namespace MemoryModelLab.Machine.Tests.Coherence;

/// <summary>Invalidate queues let reads seem early; a read barrier on the reading side takes that away, a write barrier on the other does not.</summary>
public sealed class InvalidateQueueTests
{
    private const string Stale = "1:rax=1; 1:rbx=0;";

    [Theory]
    [InlineData("", "", true)]
    [InlineData("sfence", "", true)]
    [InlineData("", "lfence", false)]
    [InlineData("sfence", "mfence", false)]
    public void A_reader_needs_a_read_barrier(string writerBarrier, string readerBarrier, bool isReached)
    {
        foreach (string protocol in new[] { "msi", "mesi", "moesi", "mesif", "write-through" })
        {
            var options = new MachineOptions { Protocol = protocol, InvalidateQueues = true };
            SimulationResult result = Simulation.Explore(MessagePassing(writerBarrier, readerBarrier), options);
            Assert.True(result.IsComplete, result.Violation);
            Assert.Equal(isReached, result.States.Any(state => state.Text == Stale));
        }
    }

    [Fact]
    public void Without_queues_no_barrier_is_needed() =>
        Assert.DoesNotContain(Simulation.Explore(MessagePassing("", ""), new MachineOptions { Protocol = "mesi" }).States, state => state.Text == Stale);

    /// <summary>Each location by itself stays coherent: what is read late is old, never older than what was read before.</summary>
    [Theory]
    [InlineData("CoRR")]
    [InlineData("CoWW")]
    [InlineData("CoRW")]
    [InlineData("CoWR")]
    public void One_location_stays_coherent(string name)
    {
        LitmusProgram program = ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", name + ".litmus"));
        Assert.Null(ModelAgreement.Compare(program, new MachineOptions { Protocol = "mesi", InvalidateQueues = true }, out _));
        Assert.Null(ModelAgreement.Compare(program, new MachineOptions { Protocol = "mesi", InvalidateQueues = true, Buffers = BufferKind.None }, out _));
    }

    // The reader has read x before, so that it has a copy to be stale.
    private static LitmusProgram MessagePassing(string writerBarrier, string readerBarrier) => ModelAgreement.Parse($$"""
        X86_64 MP
        { }
         P0            | P1             ;
         movl $1,(x)   | movl (x),%ecx  ;
         {{writerBarrier}} | movl (y),%eax  ;
         movl $1,(y)   | {{readerBarrier}} ;
                       | movl (x),%ebx  ;
        exists (1:rax=1 /\ 1:rbx=0)
        """);
}
