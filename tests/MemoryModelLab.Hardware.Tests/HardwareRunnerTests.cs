using System.Diagnostics;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Hardware.Tests;

/// <summary>What must never be seen; what merely can be seen is not asserted.</summary>
public class HardwareRunnerTests
{
    [Fact]
    public void Store_buffering_counts_every_iteration_once()
    {
        var (result, outcomes) = HardwareTests.Run(
            "static void P0(ref int x, ref int y) { x = 1; int r0 = y; }\nstatic void P1(ref int x, ref int y) { y = 1; int r0 = x; }", "0:r0; 1:r0; x; y;");
        Assert.Equal(HardwareStatus.Completed, result.Status);
        Assert.True(result.Iterations > 0);
        Assert.Equal(result.Iterations, result.Outcomes.Sum(outcome => outcome.Count));
        string[] possible = ["0:r0=0 1:r0=0 [x]=1 [y]=1", "0:r0=0 1:r0=1 [x]=1 [y]=1", "0:r0=1 1:r0=0 [x]=1 [y]=1", "0:r0=1 1:r0=1 [x]=1 [y]=1"];
        Assert.Subset(possible.ToHashSet(), outcomes.ToHashSet());
    }

    [Theory]
    [InlineData("x = 1; Interlocked.MemoryBarrier(); int r0 = y;", "y = 1; Interlocked.MemoryBarrier(); int r0 = x;", "0:r0=0 1:r0=0")]
    [InlineData("Interlocked.Exchange(ref x, 1); int r0 = y;", "Interlocked.Exchange(ref y, 1); int r0 = x;", "0:r0=0 1:r0=0")]
    [InlineData("x = 1; Volatile.Write(ref y, 1); int r0 = 1;", "int r0 = Volatile.Read(ref y); r0 = r0 == 1 && x == 0 ? 7 : 0;", "0:r0=1 1:r0=7")]
    [InlineData("x = 1; int r0 = 1;", "int a = Volatile.Read(ref x), b = Volatile.Read(ref x); int r0 = a > b ? 7 : 0;", "0:r0=1 1:r0=7")]
    public void What_fences_and_volatile_accesses_forbid_is_never_seen(string first, string second, string forbidden)
    {
        var (_, outcomes) = HardwareTests.Run(
            $"static void P0(ref int x, ref int y) {{ {first} }}\nstatic void P1(ref int x, ref int y) {{ {second} }}", "0:r0; 1:r0;", seconds: 0.2);
        Assert.DoesNotContain(forbidden, outcomes);
    }

    [Theory]
    [InlineData("ref int x", "Interlocked.Increment(ref x);")]
    [InlineData("ref long x", "Interlocked.Add(ref x, 1);")]
    [InlineData("ref int x, ref object gate", "lock (gate) { x++; }")]
    [InlineData("ref int x", "int old; do { old = x; } while (Interlocked.CompareExchange(ref x, old + 1, old) != old);")]
    public void No_atomic_increment_is_lost(string parameters, string body)
    {
        var (_, outcomes) = HardwareTests.Run($"static void P0({parameters}) {{ {body} }}\nstatic void P1({parameters}) {{ {body} }}", "x;", "x = 40;");
        Assert.Equal(["[x]=42"], outcomes);
    }

    [Fact]
    public void More_threads_than_processors_share_them_and_say_so()
    {
        string members = string.Join('\n', Enumerable.Range(0, Environment.ProcessorCount + 1).Select(thread => $"static void P{thread}(ref int x) {{ Interlocked.Increment(ref x); }}"));
        var (result, outcomes) = HardwareTests.Run(members, "x;");
        Assert.Equal([$"[x]={Environment.ProcessorCount + 1}"], outcomes);
        if (result.Cores.Count > 0) Assert.Contains(result.Notes, note => note.Contains("share", StringComparison.Ordinal));
    }

    [Fact]
    public void Threads_have_processors_of_their_own_while_there_are_enough()
    {
        var (result, _) = HardwareTests.Run("static void P0(ref int x) { x = 1; }\nstatic void P1(ref int x) { x = 1; }", "x;");
        if (result.Cores.Distinct().Count() < 2) Assert.True(Environment.ProcessorCount < 2 || result.Cores.Count == 0);
    }

    [Fact]
    public void Iterations_are_rounded_up_to_whole_batches()
    {
        var (result, _) = HardwareTests.Run("static void P0(ref int x) { x = 1; }", "x;", seconds: 60, iterations: 1500);
        Assert.Equal(2048, result.Iterations);
        Assert.Equal(2048, Assert.Single(result.Outcomes).Count);
    }

    [Fact]
    public void A_wait_for_another_thread_ends()
    {
        var (result, outcomes) = HardwareTests.Run(
            "static void P0(ref int x, ref int y) { while (Volatile.Read(ref y) == 0) { } int r0 = x; }\nstatic void P1(ref int x, ref int y) { x = 5; Volatile.Write(ref y, 1); }", "0:r0;");
        Assert.Equal(HardwareStatus.Completed, result.Status);
        Assert.Equal(["0:r0=5"], outcomes);
    }

    [Fact]
    public void A_thread_that_never_ends_is_given_up()
    {
        var (result, outcomes) = HardwareTests.Run("static void P0(ref int x) { x = 1; }\nstatic void P1(ref int x) { while (Volatile.Read(ref x) < 2) { } }", "x;");
        Assert.Equal(HardwareStatus.Stuck, result.Status);
        Assert.Contains(result.Notes, note => note.StartsWith("P1 did not end", StringComparison.Ordinal));
        Assert.Empty(outcomes);
    }

    [Fact]
    public void Cancelling_ends_the_run_with_what_was_counted()
    {
        // The clock of the cancellation runs while the test is compiled, too: on a busy machine that alone may take longer than the first delays.
        HardwareResult result;
        Stopwatch clock;
        int delay = 200;
        do
        {
            using var cancellation = new CancellationTokenSource(delay);
            clock = Stopwatch.StartNew();
            (result, _) = HardwareTests.Run("static void P0(ref int x) { x = 1; }", "x;", seconds: 600, cancellation: cancellation.Token);
            Assert.Equal(HardwareStatus.Cancelled, result.Status);
            delay *= 4;
        }
        while (result.Iterations == 0 && delay < 60_000);
        Assert.True(result.Iterations > 0);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(Architecture.AArch64)]
    [InlineData(Architecture.C)]
    public void Other_languages_do_not_run_here(Architecture architecture)
    {
        Assert.False(HardwareRunner.Supports(new LitmusTest { Architecture = architecture, Name = "T", Threads = [] }, out string reason));
        Assert.Contains(architecture.ToString(), reason, StringComparison.Ordinal);
    }
}
