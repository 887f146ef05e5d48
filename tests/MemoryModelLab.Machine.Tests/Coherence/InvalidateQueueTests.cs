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

    [Theory]
    [InlineData("LDR", true)]
    [InlineData("LDAR", false)]
    [InlineData("LDAPR", false)]
    public void An_acquire_load_is_a_read_barrier(string load, bool isReached)
    {
        LitmusProgram program = ModelAgreement.Parse($$"""
            AArch64 MP+stlr
            { 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; }
             P0           | P1              ;
             MOV W0,#1    | LDR W9,[X1]     ;
             STR W0,[X1]  | {{load}} W0,[X3] ;
             STLR W0,[X3] | LDR W2,[X1]     ;
            exists (1:X0=1 /\ 1:X2=0)
            """);
        Assert.Equal(isReached, Explore(program).States.Any(state => state.Text == "1:X0=1; 1:X2=0;"));
    }

    [Theory]
    [InlineData("relaxed", true)]
    [InlineData("acquire", false)]
    [InlineData("seq_cst", false)]
    public void An_acquire_load_of_C_is_a_read_barrier(string order, bool isReached)
    {
        LitmusProgram program = ModelAgreement.Parse($$"""
            C MP
            { }
            P0(atomic_int* x, atomic_int* y) {
              atomic_store_explicit(x, 1, memory_order_relaxed);
              atomic_store_explicit(y, 1, memory_order_release);
            }
            P1(atomic_int* x, atomic_int* y) {
              int r0 = atomic_load_explicit(x, memory_order_relaxed);
              int r1 = atomic_load_explicit(y, memory_order_{{order}});
              int r2 = atomic_load_explicit(x, memory_order_relaxed);
            }
            exists (1:r1=1 /\ 1:r2=0)
            """);
        Assert.Equal(isReached, Explore(program).States.Any(state => state.Text == "1:r1=1; 1:r2=0;"));
    }

    /// <summary>A load-exclusive of a copy that is gone would be a reservation of nothing.</summary>
    [Fact]
    public void Exclusive_pairs_lose_no_update()
    {
        LitmusProgram program = ModelAgreement.Parse("""
            AArch64 Increments
            { 0:X1=x; 1:X1=x; }
             P0              | P1              ;
             LDXR W0,[X1]    | LDR W5,[X1]     ;
             ADD W2,W0,#1    | LDXR W0,[X1]    ;
             STXR W4,W2,[X1] | ADD W2,W0,#1    ;
                             | STXR W4,W2,[X1] ;
            exists (0:X4=0 /\ 1:X4=0 /\ [x]=1)
            """);
        SimulationResult result = Explore(program);
        Assert.Contains(result.States, state => state.Text == "0:X4=0; 1:X4=0; [x]=2;");
        Assert.DoesNotContain(result.States, state => state.Text == "0:X4=0; 1:X4=0; [x]=1;");
    }

    private static SimulationResult Explore(LitmusProgram program)
    {
        SimulationResult result = Simulation.Explore(program, new MachineOptions { Protocol = "mesi", InvalidateQueues = true, Buffers = BufferKind.None });
        Assert.True(result.IsComplete, result.Violation);
        return result;
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
