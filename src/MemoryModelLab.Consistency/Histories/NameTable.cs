using System.Globalization;
using System.Numerics;
using System.Text;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>
/// Names in the order they were first seen. A value is a number; a value that is no number is the index of its text here, told apart by
/// lying at the very bottom of the range.
/// </summary>
public sealed class NameTable
{
    private const long FirstName = long.MinValue;
    private const long LastName = FirstName + int.MaxValue;

    /// <summary>How long a plain name may be: printable ASCII without escapes.</summary>
    internal const int LongestPlain = 64;

    private const int DirectNumbers = 1 << 12;

    private readonly List<string> names = [];
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> numbers = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> longNames;
    private readonly Dictionary<ulong, int> shortNames = []; // names of up to 8 bytes, as one number
    private int[] direct = []; // of small numbers, their index and 1

    /// <summary>A table without names.</summary>
    public NameTable() => longNames = indices.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many there are.</summary>
    public int Count => names.Count;

    /// <summary>The name with an index.</summary>
    public string this[int index] => names[index];

    /// <summary>A text as it is shown: one that looks like a number in quotes, for it is none.</summary>
    internal static string Shown(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"\"{text}\"" : text;

    internal static bool IsName(long value) => value <= LastName;

    internal static int IndexOf(long value) => (int)(value - FirstName);

    internal static long ValueOf(int index) => FirstName + index;

    /// <summary>The index of <paramref name="name"/>, which is added when it is new.</summary>
    internal int Add(string name)
    {
        if (indices.TryGetValue(name, out int index)) return index;
        names.Add(name);
        indices.Add(name, index = names.Count - 1);
        return index;
    }

    /// <summary>A new index for a name that may have one.</summary>
    internal int AddAgain(string name)
    {
        names.Add(name);
        return names.Count - 1;
    }

    /// <summary>The index of a name that is a number.</summary>
    internal int Add(long number)
    {
        if ((ulong)number < (ulong)direct.Length && direct[number] > 0) return direct[number] - 1;
        if (numbers.TryGetValue(number, out int index)) return index;
        index = Add(number.ToString(CultureInfo.InvariantCulture));
        if ((ulong)number >= DirectNumbers)
        {
            numbers.Add(number, index);
            return index;
        }

        if (number >= direct.Length) Array.Resize(ref direct, Math.Min(DirectNumbers, (int)BitOperations.RoundUpToPowerOf2((uint)number + 1)));
        direct[number] = index + 1;
        return index;
    }

    /// <summary>The index of a name of printable ASCII, at most <see cref="LongestPlain"/> bytes.</summary>
    internal int AddPlain(ReadOnlySpan<byte> name)
    {
        if (name.Length > sizeof(ulong))
        {
            Span<char> text = stackalloc char[LongestPlain];
            Encoding.ASCII.GetChars(name, text);
            return longNames.TryGetValue(text[..name.Length], out int known) ? known : Add(text[..name.Length].ToString());
        }

        ulong packed = 0;
        foreach (byte letter in name) packed = (packed << 8) | letter; // no letter is 0
        if (!shortNames.TryGetValue(packed, out int index)) shortNames.Add(packed, index = Add(Encoding.ASCII.GetString(name)));
        return index;
    }
}
