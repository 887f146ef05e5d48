using System.Globalization;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores;

/// <summary>The memory cells of a program: its locations, then cells inside them that only a computed address names, as they are found.</summary>
internal sealed class MemoryMap
{
    // An address that walks away must not make cells without end.
    private const int MostCells = 256;

    private readonly List<(long Address, string Name, long Initial)> cells = [];
    private readonly Dictionary<long, int> byAddress = [];
    private readonly LitmusProgram program;
    private readonly int declared;

    public MemoryMap(LitmusProgram program)
    {
        this.program = program;
        declared = StateValues.DeclaredCount(program);
        foreach (Location location in program.Locations) Add(location.Address, location.Name, location.Initial);
    }

    /// <summary>The number of cells.</summary>
    public int Count => cells.Count;

    /// <summary>What states call a cell.</summary>
    public string NameOf(int cell) => cells[cell].Name;

    /// <summary>A cell's value before every thread starts.</summary>
    public long Initial(int cell) => cells[cell].Initial;

    /// <summary>The cell at an address; -1 where there is none.</summary>
    public int At(long address)
    {
        if (byAddress.TryGetValue(address, out int cell)) return cell;
        if (!AddressSpace.TryDecode(address, declared, out int index, out long offset) || cells.Count >= MostCells) return -1;
        string name = program.Locations.FirstOrDefault(l => l.Declared == index && l.Offset == 0)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"loc{index}");
        return Add(address, string.Create(CultureInfo.InvariantCulture, $"{name}+{offset}"), 0);
    }

    private int Add(long address, string name, long initial)
    {
        byAddress.Add(address, cells.Count);
        cells.Add((address, name, initial));
        return cells.Count - 1;
    }
}
