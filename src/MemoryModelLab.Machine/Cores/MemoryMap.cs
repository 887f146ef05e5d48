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

    /// <summary>The first cell found while the program ran, which only a computed address names, and the line in the test that named it; null when there was none.</summary>
    public (string Name, int Line)? Computed { get; private set; }

    /// <summary>What states call a cell.</summary>
    public string NameOf(int cell) => cells[cell].Name;

    /// <summary>A cell's value before every thread starts.</summary>
    public long Initial(int cell) => cells[cell].Initial;

    /// <summary>The cell at an address; -1 where there is none.</summary>
    /// <param name="address">The address.</param>
    /// <param name="line">The line in the test of the instruction that computed it; 0 for an address the test names.</param>
    public int At(long address, int line = 0)
    {
        if (byAddress.TryGetValue(address, out int cell)) return cell;
        if (!AddressSpace.TryDecode(address, declared, out int index, out long offset) || cells.Count >= MostCells) return -1;
        string name = program.Locations.FirstOrDefault(l => l.Declared == index && l.Offset == 0)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"loc{index}");
        name = string.Create(CultureInfo.InvariantCulture, $"{name}+{offset}");
        if (line > 0) Computed ??= (name, line);
        return Add(address, name, 0);
    }

    private int Add(long address, string name, long initial)
    {
        byAddress.Add(address, cells.Count);
        cells.Add((address, name, initial));
        return cells.Count - 1;
    }
}
