using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Native;
using MemoryModelLab.Hardware.Native.Arm;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests.Native.Arm;

public class AArch64LoopTests
{
    private const int Iterations = 5;

    private const string MessagePassing = """
        AArch64 MP
        { 0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x; }
         P0 | P1 ;
         MOV W0,#1 | LDR W0,[X1] ;
         STR W0,[X1] | LDR W2,[X3] ;
         STR W0,[X3] | ;
        exists (1:X0=1 /\ 1:X2=0)
        """;

    // The words stand beside what GNU objdump makes of them.
    [Fact]
    public void A_loop_is_its_frame_its_registers_the_body_and_the_results()
    {
        Assert.Equal(
            [
                0xA9BF53F3, // stp x19, x20, [sp, #-16]!
                0xA9BF5BF5, // stp x21, x22, [sp, #-16]!
                0xA9BF63F7, // stp x23, x24, [sp, #-16]!
                0xA9BF6BF9, // stp x25, x26, [sp, #-16]!
                0xA9BF73FB, // stp x27, x28, [sp, #-16]!
                0xA9BF7BFD, // stp x29, x30, [sp, #-16]!
                0xAA0003FE, // mov x30, x0
                0xAA0103FD, // mov x29, x1
                0xF94003DC, // ldr x28, [x30]
                0xD2800801, // mov x1, #64
                0x8B1C0021, // add x1, x1, x28
                0xD2800003, // mov x3, #0
                0x8B1C0063, // add x3, x3, x28
                0xD2800000, // mov x0, #0
                0xD2800002, // mov x2, #0
                0xB9400020, // ldr w0, [x1]
                0xB9400062, // ldr w2, [x3]
                0xF90007C0, // str x0, [x30, #8]
                0xF9000BC2, // str x2, [x30, #16]
                0x910063DE, // add x30, x30, #24
                0xD5033FBF, // dmb sy
                0xEB1D03DF, // cmp x30, x29
                0x54FFFE43, // b.lo, to the ldr of x28
                0xA8C17BFD, // ldp x29, x30, [sp], #16
                0xA8C173FB, // ldp x27, x28, [sp], #16
                0xA8C16BF9, // ldp x25, x26, [sp], #16
                0xA8C163F7, // ldp x23, x24, [sp], #16
                0xA8C15BF5, // ldp x21, x22, [sp], #16
                0xA8C153F3, // ldp x19, x20, [sp], #16
                0xD65F03C0, // ret
            ],
            Words(Parse(MessagePassing), thread: 1, fences: 1));
    }

    [EmulatedFact]
    public void Threads_that_run_one_after_the_other_see_what_the_first_wrote() =>
        Assert.All(Emulate(Parse(MessagePassing)), state => Assert.Equal([1, 1], state));

    [EmulatedFact]
    public void Cells_are_fetched_before_wherever_they_lie() =>
        Assert.All(Emulate(Parse(MessagePassing), CellFetch.Own), state => Assert.Equal([1, 1], state));

    [EmulatedTheory]
    [InlineData("L: LDXR W0,[X1] ;\nADD W0,W0,#1 ;\nSTXR W4,W0,[X1] ;\nCBNZ W4,L ;", "0:X0; 0:X4; x;", new long[] { 8, 0, 8 })]
    [InlineData("LDADDAL W2,W0,[X1] ;\nSWP W3,W5,[X1] ;\nDMB ISH ;", "0:X0; 0:X5; x;", new long[] { 7, 10, -2 })]
    [InlineData("LDR W0,[X1] ;\nCMP W0,#7 ;\nB.EQ M ;\nMOV W4,#9 ;\nM: RET ;\nMOV W4,#1 ;", "0:X0; 0:X4; x;", new long[] { 7, 0, 7 })]
    [InlineData("B.EQ M ;\nMOV W0,#1 ;\nM: B.LO N ;\nMOV W4,#2 ;\nN: B.MI O ;\nMOV W5,#3 ;\nO: ;", "0:X0; 0:X4; 0:X5;", new long[] { 1, 0, 3 })]
    [InlineData("B.HS M ;\nMOV W0,#1 ;\nM: B.VS N ;\nMOV W4,#2 ;\nN: ;", "0:X0; 0:X4;", new long[] { 1, 2 })]
    [InlineData("LDAR W0,[X1] ;\nCBZ W0,M ;\nMOV W4,#9 ;\nSTLR W4,[X1] ;\nM: ;", "0:X0; 0:X4; x;", new long[] { 7, 9, 9 })]
    public void A_thread_computes_what_its_instructions_compute(string code, string observed, long[] expected)
    {
        LitmusProgram program = Parse($"AArch64 T\n{{ x=7; 0:X1=x; 0:X2=3; 0:X3=-2; }}\nP0 ;\n{code}\nlocations [{observed}]\nexists (true)\n");
        Assert.All(Emulate(program), state => Assert.Equal(expected, state));
    }

    [EmulatedFact]
    public void The_classic_tests_compute_one_thread_after_the_other_what_their_ops_compute()
    {
        string folder = Path.Combine(RepositoryFolder(), "litmus", "classic", "aarch64");
        string[] files = Directory.GetFiles(folder, "*.litmus");
        Assert.True(files.Length > 50);
        foreach (string file in files)
        {
            LitmusProgram program = Parse(File.ReadAllText(file));
            int declared = StateValues.DeclaredCount(program);
            long[] Canonical(long[] state) => [.. state.Select((value, part) => StateValues.Canonical(value, program.Observed[part], declared))];
            long[] computed = Canonical(SequentialInterpreter.Run(program));
            Assert.All(Emulate(program), state => Assert.Equal(computed, Canonical(state)));
        }
    }

    [Theory]
    [InlineData("MOV X18,#1", "X18 belongs to some systems")]
    [InlineData("LDR X0,[SP]", "stack pointer")]
    [InlineData("LDP W0,W1,[X2]", "LDP")]
    public void Code_that_cannot_run_is_refused(string code, string reason) =>
        Assert.Contains(reason, Assert.Throws<NotSupportedException>(() => Words(Parse($"AArch64 T\n{{ 0:X2=x; }}\nP0 ;\n{code} ;\nexists (true)\n"), 0, 0)).Message, StringComparison.Ordinal);

    private static uint[] Words(LitmusProgram program, int thread, int fences) =>
        MemoryMarshal.Cast<byte, uint>(AArch64Loop.Assemble(program, thread, new CellLayout(program, 128, 64), new BatchShape(1, CellSpacing.Together, 0), fences)).ToArray();

    // The observed values of each iteration: one thread runs them all, then the next.
    private static List<long[]> Emulate(LitmusProgram program, CellFetch fetch = CellFetch.None)
    {
        var layout = new CellLayout(program, 64 * program.Locations.Count, 64);
        int rows = Iterations + ThreadLoop.FetchedBefore, threads = program.Threads.Count, cells = layout.Stride * rows;
        int[] sizes = [.. Enumerable.Range(0, threads).Select(thread => ThreadLoop.RecordSize(program, thread))];
        int[] records = [.. Enumerable.Range(0, threads).Select(thread => cells + (rows * sizes[..thread].Sum()))];
        int[] widths = NativeCheck.Widths(program);
        byte[] data = new byte[cells + (rows * sizes.Sum())];
        for (int row = 0; row < rows; row++)
        {
            foreach (Location location in program.Locations) BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan((row * layout.Stride) + layout.OffsetOf(location)), location.Initial);
            for (int thread = 0; thread < threads; thread++) BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(records[thread] + (row * sizes[thread])), EmulatedProcess.Data + (ulong)(row * layout.Stride));
        }

        byte[] after = EmulatedProcess.Run(data, [.. Enumerable.Range(0, threads).Select(thread => (
            AArch64Loop.Assemble(program, thread, layout, new BatchShape(Iterations, CellSpacing.Together, 0, fetch), 1),
            EmulatedProcess.Data + (ulong)records[thread],
            EmulatedProcess.Data + (ulong)(records[thread] + (Iterations * sizes[thread]))))]);
        var states = new List<long[]>();
        for (int row = 0; row < Iterations; row++)
        {
            int[] next = [.. records.Select((record, thread) => record + (row * sizes[thread]) + 8)];
            states.Add([.. program.Observed.Select(observed =>
            {
                int at = observed.Thread < 0 ? (row * layout.Stride) + layout.OffsetOf(program.Locations[observed.Index]) : next[observed.Thread];
                if (observed.Thread >= 0) next[observed.Thread] += 8;
                bool isWide = observed.Thread >= 0 || widths[observed.Index] == 64;
                long value = isWide ? BinaryPrimitives.ReadInt64LittleEndian(after.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(after.AsSpan(at));
                return layout.Decode(value - (long)EmulatedProcess.Data - (row * layout.Stride)) is >= 0 and var address ? address : value;
            })]);
        }

        return states;
    }

    private static string RepositoryFolder()
    {
        string folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "litmus", "classic"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static LitmusProgram Parse(string source) => LitmusLowering.Lower(LitmusParser.Parse(source, "t.litmus"));
}
