using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Recording;

/// <summary>The numbers of recorded values: whole numbers stand for themselves, others get a name. Values that are equal get one, and others others, even where their texts are the same.</summary>
internal sealed class RecordedValues<T>(HistoryBuilder builder)
{
    private readonly Dictionary<(bool IsNull, T Value), long> numbers = [];
    private readonly RecordedTexts texts = new();

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
        numbers.Add(known, found = builder.ValueOf(texts.Of(value)));
        return found;
    }
}
