using MemoryModelLab.Attributes;

#pragma warning disable CA1822, IDE0044, CS0169, CS0414, CS0649, CA1823, CA1051, CA2211 // these classes are wrong on purpose, or are read by their metadata only

namespace MemoryModelLab.Hardware.Tests.AttributeTests;

[LitmusTest("counts what each thread saw")]
[Outcome("5, 6", Expect.Interesting, "both ran once")]
[Outcome("*, 0", Expect.Forbidden, "the second never ran")]
public sealed class Both
{
    private int a = 5;
    private long b;
    [Result] private int first;
    [Result] private long second;

    [Thread] public void One() => first = a;

    [Thread] private void Two() { b += 6; second = this.b; }
}

[LitmusTest]
public sealed class VolatileFields
{
    private volatile int flag;
    private int data;
    [Result] private int seen;

    [Thread] public void Write() { data = 1; flag = data; }

    [Thread] public void Read() => seen = this.flag;
}

[LitmusTest]
public sealed class Throws
{
    private string? text;
    [Result] private int length;

    [Thread] public void Follow() => length = text!.Length;
}

[LitmusTest]
public sealed class Arbitrated
{
    private int count;
    private int done;
    [Result] private int seen;
    [Result] private int left;

    [Thread] public void One() => Interlocked.Increment(ref count);

    [Thread] public void Two() { Interlocked.Increment(ref count); Interlocked.Increment(ref done); }

    [Arbiter]
    private void After()
    {
        seen = count;
        left = this.done + 1;
    }
}

[LitmusTest]
public sealed class ReturnsEarly
{
    private int x;
    [Result] private int seen;

    [Thread]
    public void Run()
    {
        if (x == 0) return;
        x = 1;
    }

    [Arbiter] public void After() => seen = x;
}

[LitmusTest]
public sealed class ThrowsAfterwards
{
    private string? text;
    [Result] private int length;

    [Thread] public void Run() => length = 1;

    [Arbiter] public void After() => length = text!.Length;
}

[LitmusTest]
public sealed class TwoArbiters
{
    [Result] public int Seen;

    [Thread] public void Run() => Seen = 1;

    [Arbiter] public void First() => Seen = 2;

    [Arbiter] public void Second() => Seen = 3;
}

[LitmusTest]
public sealed class ArbiterAndThread
{
    [Result] public int Seen;

    [Thread, Arbiter] public void Run() => Seen = 1;
}

[LitmusTest]
public sealed class StaticArbiter
{
    [Result] public int Seen;

    [Thread] public void Run() => Seen = 1;

    [Arbiter] public static void After() { }
}

[LitmusTest]
[Outcome("1, 2", Expect.Acceptable)]
[Outcome("1, *", Expect.Forbidden)]
[Outcome("*", Expect.Forbidden)]
public sealed class AllElseIsForbidden
{
    [Result] private int first;
    [Result] private int second;

    [Thread] public void One() => first = 1;

    [Thread] public void Two() => second = 2;
}

[LitmusTest]
public sealed class WithProperty
{
    private int Flag { get; set; } = 3;
    [Result] private int seen;

    [Thread] public void Run() => seen = Flag;
}

[LitmusTest]
public sealed class NoThread
{
    [Result] public int Seen;
}

[LitmusTest]
public sealed class NoResult
{
    private int x;

    [Thread] public void Run() => x = 1;
}

[LitmusTest]
public sealed class ThreadWithParameter
{
    [Result] public int Seen;

    [Thread] public void Run(int given) => Seen = given;
}

[LitmusTest]
public sealed class ThreadThatReturns
{
    [Result] public int Seen;

    [Thread] public int Run() => Seen;
}

[LitmusTest]
public sealed class AsyncThread
{
    [Result] public int Seen;

    [Thread]
    public async void Run()
    {
        await Task.Yield();
        Seen = 1;
    }
}

/// <summary>Its body takes so long that a thousand of them are more than anybody's patience.</summary>
[LitmusTest]
public sealed class Slow
{
    [Result] public int Seen;

    [Thread]
    public void Run()
    {
        System.Threading.Thread.Sleep(20);
        Seen = 1;
    }
}

[LitmusTest]
public sealed class StaticThread
{
    [Result] public int Seen;

    [Thread] public static void Run() { }
}

[LitmusTest]
public sealed class StaticField
{
    public static int Shared;
    [Result] public int Seen;

    [Thread] public void Run() => Seen = Shared;
}

[LitmusTest]
public sealed class OddResult
{
    [Result] public string? Seen;

    [Thread] public void Run() => Seen = "";
}

[LitmusTest]
[Outcome("1", Expect.Acceptable)]
public sealed class TooFewValues
{
    [Result] public int First;
    [Result] public int Second;

    [Thread] public void Run() => First = Second;
}

[LitmusTest]
[Outcome("1, *", Expect.Acceptable)]
[Outcome("2, 2", Expect.Acceptable)]
[Outcome("2,2", Expect.Acceptable, "said twice, and the same both times")]
[Outcome("1,*", Expect.Forbidden)]
public sealed class Contradicting
{
    [Result] public int First;
    [Result] public int Second;

    [Thread] public void Run() => First = Second;
}

[LitmusTest]
[Outcome("one", Expect.Acceptable)]
public sealed class NoNumber
{
    [Result] public int First;

    [Thread] public void Run() => First = 1;
}

[LitmusTest]
public sealed class NoConstructor(int first)
{
    [Result] public int First = first;

    [Thread] public void Run() => First = 1;
}

[LitmusTest]
public abstract class Abstract
{
    [Result] public int First;

    [Thread] public void Run() => First = 1;
}
