using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Litmus.Tests.Generation;

public sealed class CycleGeneratorTests
{
    [Fact]
    public void WritesCSharp() => AssertText(Architecture.CSharp, "PodWWPV Rfe DpCtrldR MembardRR Fre", """
        CSharp MP+volatile+ctrl-membar
        "PodWWPV RfeVP DpCtrldR MembardRR Fre"
        { x = 0; y = 0; z = 0; }
        static void P0(ref int x, ref int y) { x = 1; Volatile.Write(ref y, 1); }
        static void P1(ref int x, ref int y, ref int z) { int r0 = y; int r1 = -1; if (r0 == 1) r1 = z; Interlocked.MemoryBarrier(); int r2 = x; }
        exists (1:r0=1 /\ 1:r2=0)

        """);

    [Fact]
    public void ADependencyInCSharpIsOnTheValueRead() => AssertText(Architecture.CSharp, "PodWWPI RfeIP DpDatadW Coe", """
        CSharp S+interlocked+data
        "PodWWPI RfeIP DpDatadW Coe"
        { x = 0; y = 0; }
        static void P0(ref int x, ref int y) { x = 2; Interlocked.Exchange(ref y, 1); }
        static void P1(ref int x, ref int y) { int r0 = y; x = r0; }
        exists ([x]=2 /\ 1:r0=1)

        """);

    [Fact]
    public void WritesX64() => AssertText(Architecture.X86_64, "PodWRXP Fre MFencedWW Coe", """
        X86_64 R+mfence+xchg
        "MFencedWW CoePX PodWRXP Fre"
        {}
         P0          | P1               ;
         movl $1,(x) | movl $2,%r13d    ;
         mfence      | xchgl %r13d,(y) ;
         movl $1,(y) | movl (x),%eax    ;

        exists ([y]=2 /\ 1:rax=0)

        """);

    [Fact]
    public void WritesAArch64() => AssertText(Architecture.AArch64, "DMB.STdWWPXL RfeXLP DpAddrdRPA Fre", """
        AArch64 MP+dmb.st-ldxr-stlxr+addr-acq
        "DMB.STdWWPXL RfeXLP DpAddrdRPA FreAP"
        {
         0:X1=x; 0:X3=y;
         1:X1=x; 1:X3=y;
        }
         P0               | P1              ;
         MOV W0,#1        | LDR W0,[X3]     ;
         STR W0,[X1]      | EOR W4,W0,W0    ;
         DMB ST           | ADD X6,X1,W4,SXTW ;
         MOV W2,#1        | LDAR W2,[X6]    ;
         LDXR W4,[X3]     |                 ;
         STLXR W6,W2,[X3] |                 ;

        exists (0:X6=0 /\ 1:X0=1 /\ 1:X2=0)

        """);

    [Fact]
    public void WritesC() => AssertText(Architecture.C, "FenceReldWW Rfe PodRRAcqRlx FreRlxRlx", """
        C MP+fence.rel+acq
        "FenceReldWW RfeRlxAcq PodRRAcqRlx Fre"
        {}
        P0 (atomic_int* x, atomic_int* y) {
          atomic_store_explicit(x,1,memory_order_relaxed);
          atomic_thread_fence(memory_order_release);
          atomic_store_explicit(y,1,memory_order_relaxed);
        }
        P1 (atomic_int* x, atomic_int* y) {
          int r0 = atomic_load_explicit(y,memory_order_acquire);
          int r1 = atomic_load_explicit(x,memory_order_relaxed);
        }
        exists (1:r0=1 /\ 1:r1=0)

        """);

    // Three writes to x: that 3 stays does not tell which of 1 and 2 was first, so a third thread looks.
    [Fact]
    public void ObservesAnOrderThatTheEndDoesNotTell()
    {
        LitmusTest test = CycleGenerator.Generate(Architecture.CSharp, "Coe Coe PodWW Coe PodWW");
        Assert.Equal(4, test.Threads.Count);
        Assert.EndsWith("""
            static void P3(ref int x) { int r0 = x; int r1 = x; }
            exists ([x]=3 /\ [y]=2 /\ 3:r0=1 /\ 3:r1=2)

            """, LitmusPrinter.Print(test), StringComparison.Ordinal);
    }

    // Coi orders 1 before 2 in the program, so nothing is open.
    [Fact]
    public void ObservesNothingThatProgramOrderTells() =>
        Assert.Equal(2, CycleGenerator.Generate(Architecture.X86_64, "PodWW Coi Coe PodWW Coe").Threads.Count);

    private static void AssertText(Architecture architecture, string cycle, string text)
    {
        LitmusTest test = CycleGenerator.Generate(architecture, cycle);
        Assert.Equal(LitmusParser.Parse(text, test.Name), test);
        LitmusLowering.Lower(test);
    }
}
