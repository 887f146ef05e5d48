using System.Globalization;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>
/// Names in the order they were first seen. A value is a number; a value that is no number is the index of its text here, told apart by
/// lying at the very bottom of the range.
/// </summary>
public sealed class NameTable
{
    private const long FirstName = long.MinValue;
    private const long LastName = FirstName + int.MaxValue;

    private readonly List<string> names = [];
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> numbers = [];

    /// <summary>How many there are.</summary>
    public int Count => names.Count;

    /// <summary>The name with an index.</summary>
    public string this[int index] => names[index];

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

    /// <summary>The index of a name that is a number.</summary>
    internal int Add(long number)
    {
        if (numbers.TryGetValue(number, out int index)) return index;
        numbers.Add(number, index = Add(number.ToString(CultureInfo.InvariantCulture)));
        return index;
    }
}
