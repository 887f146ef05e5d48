using MemoryModelLab.Attributes;

namespace AttributeTests;

/// <summary>A message and a volatile flag that says it is there.</summary>
[LitmusTest("Who sees the volatile flag up sees the message")]
[Outcome("1, 0", Expect.Forbidden, "the flag is up, but the message is not there")]
[Outcome("1, 42", Expect.Acceptable, "delivered")]
public sealed class VolatileMessage
{
    private int message;
    private volatile bool flag;
    [Result] private bool seen;
    [Result] private int read;

    /// <summary>Sends.</summary>
    [Thread]
    public void Send()
    {
        message = 42;
        flag = true;
    }

    /// <summary>Receives.</summary>
    [Thread]
    public void Receive()
    {
        seen = this.flag;
        read = this.message;
    }
}
