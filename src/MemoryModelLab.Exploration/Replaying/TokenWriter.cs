using System.Buffers.Binary;
using System.Buffers.Text;

namespace MemoryModelLab.Exploration.Replaying;

/// <summary>Numbers as a word of letters, digits, <c>-</c> and <c>_</c>: seven bits a byte, small numbers in one, and a check sum.</summary>
internal sealed class TokenWriter
{
    private readonly List<byte> bytes = [];

    /// <summary>Adds a number that is not negative.</summary>
    public void Number(int value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    /// <summary>Adds four bytes.</summary>
    public void Word(int value)
    {
        Span<byte> word = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(word, value);
        bytes.AddRange(word);
    }

    /// <summary>Adds a list.</summary>
    public void List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Number(items.Count);
        foreach (var item in items) write(item);
    }

    /// <summary>The word.</summary>
    public string End()
    {
        byte[] all = [.. bytes];
        ushort sum = Sum(all);
        return Base64Url.EncodeToString([.. all, (byte)sum, (byte)(sum >> 8)]);
    }

    /// <summary>Fletcher's check sum.</summary>
    public static ushort Sum(ReadOnlySpan<byte> bytes)
    {
        int low = 1;
        int high = 0;
        foreach (byte value in bytes)
        {
            low = (low + value) % 255;
            high = (high + low) % 255;
        }

        return (ushort)((high << 8) | low);
    }
}
