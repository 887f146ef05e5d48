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
    private readonly Dictionary<string, int> lengths = [];

    /// <summary>Declares what <paramref name="init"/> says about memory.</summary>
    public LocationTable(IReadOnlyList<InitialValue> init)
    {
        foreach (InitialValue entry in init)
        {
            if (IsMemory(entry.Target)) DeclareTyped(entry);
        }

        foreach (InitialValue entry in init)
        {
            if (IsMemory(entry.Target)) Initialise(entry);
            else if (entry.Value is { Symbol: { } symbol }) AddressOf(symbol);
        }
    }

    /// <summary>
    /// The address of <paramref name="name"/>, declared now if it was not yet: a location, or a cell of one by its name, as in <c>t[1]</c>.
    /// </summary>
    public long AddressOf(string name)
    {
        if (!IsDeclared(name) && cells.Find(c => c.Name == name) is { } cell) return AddressSpace.AddressOf(cell.Declared) + cell.Offset;
        (string location, int element) = StateNames.Split(name);
        long start = AddressSpace.AddressOf(Declare(location));
        return element < 0 ? start : start + (element * TypeOf(location).Bytes);
    }

    /// <summary>The address of <paramref name="name"/>, declared now with the value <paramref name="initial"/> if it was not yet.</summary>
    public long AddressOf(string name, long initial)
    {
        bool isNew = !IsDeclared(name);
        int index = Declare(name);
        if (isNew) declared[index] = declared[index] with { Initial = initial };
        return AddressSpace.AddressOf(index);
    }

    /// <summary>Declares <paramref name="name"/>, which may be an element, if it was not yet.</summary>
    public void DeclareCell(string name)
    {
        long address = AddressOf(name);
        (string location, int element) = StateNames.Split(name);
        if (element > 0) AddCell(location, address - AddressOf(location), name, 0);
    }

    /// <summary>Adds a cell <paramref name="offset"/> bytes into <paramref name="location"/>, once, with its name and value.</summary>
    public long AddCell(string location, long offset, string name, long initial)
    {
        int index = Declare(location);
        if (!cells.Exists(cell => cell.Declared == index && cell.Offset == offset)) cells.Add(new Location(name, index, offset, initial));
        return AddressSpace.AddressOf(index) + offset;
    }

    /// <summary>Whether a location called <paramref name="name"/> is declared already.</summary>
    public bool IsDeclared(string name) => indices.ContainsKey(name);

    /// <summary>The type <paramref name="name"/> was declared with; of an array or its element, the elements'.</summary>
    public ScalarType TypeOf(string name) => types.GetValueOrDefault(StateNames.Split(name).Name, ScalarType.Int);

    /// <summary>The number of elements of the array <paramref name="name"/>; null when it is no array.</summary>
    public int? LengthOf(string name) => lengths.TryGetValue(name, out int length) ? length : null;

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

    private void DeclareTyped(InitialValue entry)
    {
        string name = entry.Target.Name;
        Declare(name);
        if (entry.Type is not null) types[name] = ScalarType.Of(entry.Type);
        else if (entry.Value is { Symbol: not null }) types.TryAdd(name, ScalarType.Long);
        if (entry.Elements is { } elements) lengths[name] = elements.Count;
    }

    private void Initialise(InitialValue entry)
    {
        string name = entry.Target.Name;
        int index = Declare(name);
        StateValue? first = entry.Elements is { } elements ? elements[0] : entry.Value;
        declared[index] = declared[index] with { Initial = ValueOf(first) };
        for (int i = 1; i < entry.Elements?.Count; i++)
            AddCell(name, i * TypeOf(name).Bytes, StateNames.Element(name, i), ValueOf(entry.Elements[i]));
    }
}
