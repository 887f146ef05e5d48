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
