using MemoryModelLab.Attributes;

namespace AttributeTests;

/// <summary>Two threads raise a flag each, and look at the other's.</summary>
[LitmusTest("Each raises its own flag, then looks at the other's: may both find it down?")]
[Outcome("0, 0", Expect.Interesting, "both looked before either flag arrived: store buffers")]
[Outcome("1, 1", Expect.Acceptable, "they met")]
public sealed class StoreBuffering
{
    private int x;
    private int y;
    [Result] private int r0;
    [Result] private int r1;

    /// <summary>The first thread.</summary>
    [Thread]
    public void Left()
    {
        x = 1;
        r0 = y;
    }

    /// <summary>The second thread.</summary>
    [Thread]
    public void Right()
    {
        y = 1;
        r1 = x;
    }
}
