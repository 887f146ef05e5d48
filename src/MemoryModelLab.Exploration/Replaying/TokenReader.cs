using System.Buffers.Binary;
using System.Buffers.Text;

namespace MemoryModelLab.Exploration.Replaying;

/// <summary>Reads what <see cref="TokenWriter"/> wrote.</summary>
internal sealed class TokenReader
{
    private const int CheckSum = 2;

    private readonly byte[] bytes;
    private int next;

    /// <summary>Begins a word.</summary>
    /// <exception cref="FormatException">It is no such word, or damaged.</exception>
    public TokenReader(string text)
    {
        if (!Base64Url.IsValid(text)) throw Damaged();
        byte[] all = Base64Url.DecodeFromChars(text);
        if (all.Length < CheckSum) throw Damaged();
        bytes = all[..^CheckSum];
        if (TokenWriter.Sum(bytes) != BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(bytes.Length))) throw Damaged();
    }

    /// <summary>What is wrong with a word that is no token.</summary>
    public static FormatException Damaged() => new("this is no replay token, or not all of one; it is printed with a failure, as one word");

    /// <summary>The next number.</summary>
    public int Number()
    {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (next == bytes.Length) break;
            byte part = bytes[next++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80 && value >= 0) return value;
        }

        throw Damaged();
    }

    /// <summary>The next four bytes.</summary>
    public int Word()
    {
        if (next + sizeof(int) > bytes.Length) throw Damaged();
        int value = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(next));
        next += sizeof(int);
        return value;
    }

    /// <summary>The next list.</summary>
    public List<T> List<T>(Func<T> read)
    {
        int count = Number();
        if (count > bytes.Length) throw Damaged();
        List<T> items = new(count);
        for (int i = 0; i < count; i++) items.Add(read());
        return items;
    }

    /// <summary>Nothing follows.</summary>
    public void End()
    {
        if (next != bytes.Length) throw Damaged();
    }
}
