using System.Globalization;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Recording;

/// <summary>The numbers of recorded values: whole numbers stand for themselves, others get a name. Values that are equal get one, and others others, even where their texts are the same.</summary>
internal sealed class RecordedValues<T>(HistoryBuilder builder)
{
    private readonly Dictionary<(bool IsNull, T Value), long> numbers = [];
    private readonly HashSet<string> texts = [];

    public long Number(T value)
    {
        switch (value)
        {
            case long number when !NameTable.IsName(number): return number;
            case int number: return number;
            case short number: return number;
            case byte number: return number;
            case uint number: return number;
        }

        (bool IsNull, T Value) known = (value is null, value);
        if (numbers.TryGetValue(known, out long found)) return found;
        string text = (value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString()) ?? "null";
        string name = text;
        for (int again = 2; !texts.Add(name); again++) name = $"{text} ({again})";
        numbers.Add(known, found = builder.ValueOf(name));
        return found;
    }
}
