using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Memory;

/// <summary>Memory without caches: a value a cell, read and written in one step by any core.</summary>
public sealed class FlatMemory(Layout layout, int cells, int mostValue) : IMemorySystem
{
    private readonly int first = layout.Add(cells, mostValue);

    /// <inheritdoc/>
    public string Name => "flat";

    /// <inheritdoc/>
    public string Hub => MemorySystems.MemoryHub;

    /// <inheritdoc/>
    public bool CellsAreIndependent => true;

    /// <inheritdoc/>
    public bool LinesAreIndependent => true;

    /// <inheritdoc/>
    public int LineOf(int cell) => cell;

    /// <inheritdoc/>
    public int LineOfMessage(ReadOnlySpan<int> state, int message) => throw new InvalidOperationException("there are no messages");

    /// <inheritdoc/>
    public string? Fault => null;

    /// <inheritdoc/>
    public void Start(Span<int> state, ReadOnlySpan<int> initial) => initial.CopyTo(state[first..]);

    /// <inheritdoc/>
    public Access Reach(Span<int> state, int core, int cell, bool forWrite, out string? detail)
    {
        detail = null;
        return Access.Ready;
    }

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<int> state, int core, int cell) => state[first + cell];

    /// <inheritdoc/>
    public void Write(Span<int> state, int core, int cell, int value) => state[first + cell] = value;

    /// <inheritdoc/>
    public int Messages(ReadOnlySpan<int> state) => 0;

    /// <inheritdoc/>
    public Access Deliver(Span<int> state, int message, out Step step) => throw new InvalidOperationException("there are no messages");

    /// <inheritdoc/>
    public bool IsQuiet(ReadOnlySpan<int> state) => true;

    /// <inheritdoc/>
    public int Final(ReadOnlySpan<int> state, int cell) => state[first + cell];

    /// <inheritdoc/>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore, ReadOnlySpan<int> newValue)
    {
        for (int cell = 0; cell < cells; cell++) renamed[first + cell] = newValue[state[first + cell]];
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print) =>
        [new Part("memory", string.Join(' ', Enumerable.Range(0, cells).Select(cell => $"{nameOf(cell)}={print(state[first + cell])}")))];

    /// <inheritdoc/>
    public string? Violation(ReadOnlySpan<int> state) => null;
}
