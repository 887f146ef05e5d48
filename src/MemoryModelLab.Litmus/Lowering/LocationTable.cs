using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>
/// The memory of a test under construction: the locations the initial state declares, in its order, then those its values point to, then those
/// the threads and the condition mention, in the order they are met. Elements of arrays and fields of objects are cells behind them.
/// </summary>
internal sealed class LocationTable
{
    private readonly List<Location> declared = [];
    private readonly List<Location> cells = [];
    private readonly Dictionary<string, int> indices = [];
    private readonly Dictionary<string, ScalarType> types = [];

    /// <summary>Declares what <paramref name="init"/> says about memory.</summary>
    public LocationTable(IReadOnlyList<InitialValue> init)
    {
        foreach (InitialValue entry in init)
        {
            if (IsMemory(entry.Target)) Declare(entry.Target.Name);
        }

        foreach (InitialValue entry in init)
        {
            if (entry.Target.Name is ['%', ..]) continue;
            if (entry.Target.Thread is null) Initialise(entry);
            else if (entry.Value is { Symbol: { } symbol }) AddressOf(symbol);
        }
    }

    /// <summary>The address of <paramref name="name"/>, declared now if it was not yet: a location, or an element as in <c>t[1]</c>.</summary>
    public long AddressOf(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return AddressSpace.AddressOf(Declare(name));
        string array = name[..bracket];
        long index = long.Parse(name.AsSpan(bracket + 1, name.Length - bracket - 2), System.Globalization.CultureInfo.InvariantCulture);
        return AddressSpace.AddressOf(Declare(array)) + (index * TypeOf(array).Bytes);
    }

    /// <summary>Whether a location called <paramref name="name"/> is declared already.</summary>
    public bool IsDeclared(string name) => indices.ContainsKey(name);

    /// <summary>Adds a cell <paramref name="offset"/> bytes into <paramref name="location"/>, once, with its name and value.</summary>
    public long AddCell(string location, long offset, string name, long initial)
    {
        int index = Declare(location);
        if (!cells.Exists(cell => cell.Declared == index && cell.Offset == offset)) cells.Add(new Location(name, index, offset, initial));
        return AddressSpace.AddressOf(index) + offset;
    }

    /// <summary>The type <paramref name="name"/> was declared with; of an array, the elements'.</summary>
    public ScalarType TypeOf(string name) => types.GetValueOrDefault(name.Split('[')[0], ScalarType.Int);

    /// <summary>Says how <paramref name="name"/> prints where the initial state did not.</summary>
    public void SuggestType(string name, ScalarType type) => types.TryAdd(name, type);

    /// <summary>The locations: the declared ones in order, then the cells inside them.</summary>
    public IReadOnlyList<Location> Build() => [.. declared, .. cells];

    /// <summary>The number of an initial value.</summary>
    public long ValueOf(StateValue? value) => value switch
    {
        null => 0,
        { Symbol: { } symbol } => AddressOf(symbol),
        _ => value.Number,
    };

    private static bool IsMemory(StateReference target) => target.Thread is null && target.Name is not ['%', ..];

    private int Declare(string name)
    {
        if (indices.TryGetValue(name, out int index)) return index;
        index = declared.Count;
        indices.Add(name, index);
        declared.Add(new Location(name, index, 0, 0));
        return index;
    }

    private void Initialise(InitialValue entry)
    {
        string name = entry.Target.Name;
        if (entry.Type is not null) types[name] = ScalarType.Of(entry.Type);
        else if (entry.Value is { Symbol: not null }) types.TryAdd(name, ScalarType.Long);

        int index = Declare(name);
        StateValue? first = entry.Elements is { } elements ? elements[0] : entry.Value;
        declared[index] = declared[index] with { Initial = ValueOf(first) };
        for (int i = 1; i < entry.Elements?.Count; i++) AddCell(name, i * TypeOf(name).Bytes, $"{name}[{i}]", ValueOf(entry.Elements[i]));
    }
}
