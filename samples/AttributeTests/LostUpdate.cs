using MemoryModelLab.Attributes;

namespace AttributeTests;

/// <summary>Two threads count without atomic instructions; what is left is looked at when both are done.</summary>
[LitmusTest("Each adds one, by a read and a write: may one addition be lost?")]
[Outcome("1", Expect.Interesting, "both read 0, and one write overwrote the other")]
[Outcome("2", Expect.Acceptable, "one after the other")]
[Outcome("*", Expect.Forbidden, "nobody wrote that")]
public sealed class LostUpdate
{
    private int count;
    [Result] private int left;

    /// <summary>The first thread.</summary>
    [Thread]
    public void Left() => count++;

    /// <summary>The second thread.</summary>
    [Thread]
    public void Right() => count++;

    /// <summary>When both are done.</summary>
    [Arbiter]
    public void After() => left = count;
}
