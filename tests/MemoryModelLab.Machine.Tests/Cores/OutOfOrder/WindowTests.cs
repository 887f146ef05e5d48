using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Tests.Cores.OutOfOrder;

/// <summary>What does not fit a window enters it later, and loses nothing by that.</summary>
public sealed class WindowTests
{
    /// <summary>The write half of LDADD comes behind the edge of a window of 4; SWP must not come in between.</summary>
    private const string AtomicAtTheEdge = """
        AArch64 edge
        { 0:X10=x; 0:X11=y; 0:X12=z; 1:X11=y; }
         P0                | P1              ;
         LDR W0,[X10]      | MOV W0,#2       ;
         STR W0,[X12]      | SWP W0,W1,[X11] ;
         STR W0,[X12]      |                 ;
         MOV W3,#1         |                 ;
         LDADD W3,W4,[X11] |                 ;
        locations [y; 0:X4; 1:X1;]
        exists (0:X4=0 /\ 1:X1=0)
        """;

    private const string FarExclusive = """
        AArch64 far
        { 0:X10=x; 0:X11=y; 0:X7=1; 1:X10=x; 1:X11=y; }
         P0               | P1           ;
         LDXR W0,[X10]    | MOV W0,#2    ;
         STR W7,[X11]     | STR W0,[X11] ;
         STR W7,[X11]     | STR W0,[X10] ;
         STR W7,[X11]     |              ;
         STR W7,[X11]     |              ;
         MOV W2,#1        |              ;
         STXR W3,W2,[X10] |              ;
        locations [y; 0:X0; 0:X3; x;]
        exists (x=1)
        """;

    private const string NoStoreToTheExclusive = """
        AArch64 open
        { 0:X10=x; 0:X11=y; 1:X11=y; }
         P0            | P1           ;
         LDXR W0,[X10] | MOV W0,#2    ;
         LDR W1,[X11]  | STR W0,[X11] ;
         LDR W1,[X11]  |              ;
         LDR W1,[X11]  |              ;
        locations [y; 0:X0; 0:X1;]
        exists (0:X1=0)
        """;

    [Theory]
    [InlineData(AtomicAtTheEdge, 4)]
    [InlineData(AtomicAtTheEdge, 1)]
    [InlineData(FarExclusive, 3)]
    [InlineData(FarExclusive, 5)]
    [InlineData(FarExclusive, 16)]
    [InlineData(NoStoreToTheExclusive, 2)]
    public void A_small_window_reaches_what_the_model_allows(string text, int size) =>
        Assert.Null(ModelAgreement.Compare(ModelAgreement.Parse(text), new MachineOptions { OutOfOrder = true, WindowSize = size }, out _));

    /// <summary>A window of few instructions reaches less, never nothing and never more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_test_ends_in_a_small_window_as_the_model_allows(int size)
    {
        int tests = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ModelAgreement.Folder, "classic", "aarch64"), "*.litmus"))
        {
            LitmusProgram program = ModelAgreement.Read(file);
            var options = new MachineOptions { OutOfOrder = true, WindowSize = size };
            string[] reached = [.. Simulation.Explore(program, options).States.Select(state => state.Text)];
            string[] whole = [.. Simulation.Explore(program, options with { WindowSize = new MachineOptions().WindowSize }).States.Select(state => state.Text)];
            if (whole.Length > 0) Assert.NotEmpty(reached);
            Assert.Empty(reached.Except(whole));
            tests++;
        }

        Assert.InRange(tests, 50, int.MaxValue);
    }
}
