using System.Globalization;

namespace MemoryModelLab.Consistency.Recording;

/// <summary>Texts that name things, none twice: where two have the same text, the later one's says so.</summary>
internal sealed class RecordedTexts
{
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);

    public string Of<T>(T value)
    {
        string text = (value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString()) ?? "null";
        string name = text;
        for (int again = uses.GetValueOrDefault(text) + 1; !uses.TryAdd(name, 1); again++)
        {
            uses[text] = again;
            name = $"{text} ({again + 1})";
        }

        return name;
    }
}
