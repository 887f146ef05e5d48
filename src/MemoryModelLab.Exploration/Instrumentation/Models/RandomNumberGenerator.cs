namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Numbers that are the same in every run of a thread: an exploration repeats its runs.</summary>
[StandsFor(typeof(System.Security.Cryptography.RandomNumberGenerator))]
public static class RandomNumberGenerator
{
    /// <summary>That many bytes.</summary>
    public static byte[] GetBytes(int count)
    {
        byte[] bytes = Hooks.NewArray<byte>(count);
        Fill(bytes);
        return bytes;
    }

    /// <summary>Fills with bytes.</summary>
    public static void Fill(Span<byte> data)
    {
        if (Session.Current is not { } session)
        {
            System.Security.Cryptography.RandomNumberGenerator.Fill(data);
            return;
        }
        foreach (ref byte value in data)
            Hooks.Store(ref value, session.NextByte(), Here.Site);
    }
}
