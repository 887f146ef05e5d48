using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests;

/// <summary>
/// The process-wide barrier in rings of n threads that each write their variable and read the next one's, and all read 0. A thread with a
/// barrier between its two accesses counts against one without: where there are as many of the first as of the second, the outcome is
/// impossible, in whichever order they stand in the ring.
/// </summary>
public class ProcessWideBarrierTests
{
    private const string Barrier = "Interlocked.MemoryBarrierProcessWide();";
    private const string Local = "Interlocked.MemoryBarrier();";

    [Theory]
    [InlineData("-- ", true)]
    [InlineData("b-", false)]
    [InlineData("bb", false)]
    [InlineData("b--", true)]    // the interrupts reach the two other threads at different times
    [InlineData("bb-", false)]
    [InlineData("b-m", false)]   // m: an ordinary barrier
    [InlineData("b-b-", false)]
    [InlineData("bb--", false)]
    [InlineData("b---", true)]
    public void A_ring_of_store_buffers(string threads, bool isAllowed)
    {
        threads = threads.Trim();
        string locations = string.Join(", ", threads.Select((_, i) => $"ref int x{i}"));
        string bodies = string.Concat(threads.Select((kind, i) =>
            $"static void P{i}({locations}) {{ x{i} = 1; {(kind switch { 'b' => Barrier, 'm' => Local, _ => "" })} int r0 = x{(i + 1) % threads.Length}; }}\n"));
        string condition = string.Join(" /\\ ", threads.Select((_, i) => $"{i}:r0=0"));
        Assert.Equal(isAllowed, Holds($"CSharp t\n{{ }}\n{bodies}exists ({condition})\n"));
    }

    [Theory]
    [InlineData(Barrier, "", false)]
    [InlineData("", Barrier, false)]
    [InlineData(Local, "", true)]
    [InlineData("", Local, true)]
    public void Message_passing(string writer, string reader, bool isAllowed) => Assert.Equal(isAllowed, Holds($$"""
        CSharp t
        { }
        static void P0(ref int data, ref int flag) { data = 1; {{writer}} flag = 1; }
        static void P1(ref int data, ref int flag) { int r0 = flag; {{reader}} int r1 = data; }
        exists (1:r0=1 /\ 1:r1=0)
        """));

    private static bool Holds(string test) =>
        ModelChecker.Check(LitmusLowering.Lower(LitmusParser.Parse(test, "t.litmus")), MemoryModel.BuiltIn("dotnet")).ConditionHolds;
}
