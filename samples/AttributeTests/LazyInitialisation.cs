using MemoryModelLab.Attributes;

namespace AttributeTests;

/// <summary>Objects, calls and locks: more than litmus tests can say, so this one is run and not checked.</summary>
[LitmusTest("Both fill a lazy value under a lock; its factory runs once")]
[Outcome("1, 7, 7", Expect.Acceptable, "made once, seen by both")]
[Outcome("2, *, *", Expect.Forbidden, "made twice")]
public sealed class LazyInitialisation
{
    private readonly object gate = new();
    private string? value;
    [Result] private int made;
    [Result] private int left;
    [Result] private int right;

    /// <summary>The first thread.</summary>
    [Thread]
    public void Left() => left = Get().Length;

    /// <summary>The second thread.</summary>
    [Thread]
    public void Right() => right = Get().Length;

    private string Get()
    {
        if (Volatile.Read(ref value) is { } there) return there;
        lock (gate)
        {
            if (value is null)
            {
                made++;
                Volatile.Write(ref value, "a value");
            }

            return value;
        }
    }
}
