namespace MemoryModelLab.Machine.Coherence;

/// <summary>Which cells share a line, and which lines compete for a place in a cache.</summary>
/// <param name="Cells">The number of cells.</param>
/// <param name="CellsPerLine">How many share a line.</param>
/// <param name="Sets">The sets of a cache; a line belongs to set number line modulo sets.</param>
/// <param name="Ways">The lines a set holds.</param>
public sealed record CacheGeometry(int Cells, int CellsPerLine, int Sets, int Ways)
{
    /// <summary>The number of lines.</summary>
    public int Lines => (Cells + CellsPerLine - 1) / CellsPerLine;

    /// <summary>The line of a cell.</summary>
    public int LineOf(int cell) => cell / CellsPerLine;

    /// <summary>A line's cells.</summary>
    public Range CellsOf(int line) => (line * CellsPerLine)..Math.Min((line + 1) * CellsPerLine, Cells);

    /// <summary>Whether no set is ever full, so that no line has to leave for another.</summary>
    public bool HoldsAll => Ways > ((Lines - 1) / Sets) + 1;

    /// <summary>Whether two lines compete.</summary>
    public bool ShareASet(int first, int second) => first % Sets == second % Sets;
}
