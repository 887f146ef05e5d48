using MemoryModelLab.Hardware.Native;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>How a perpetual run lays out its cells, and how fast it goes.</summary>
/// <remarks>
/// With one row all iterations work on the same cells. The distance of the cells makes them lie on lines of their own, on lines the processor fetches
/// in pairs, or on one line. With more rows the iterations go round them, and each row is a perpetual run by itself: what a line costs to
/// come from another core is then shared by the iterations whose cells lie on it.
/// </remarks>
/// <param name="Rows">The number of rows, a power of two.</param>
/// <param name="Gap">
/// With one row, the bytes from a location to the next. With more, the bytes between the locations' arrays; 0 for rows one after another, with the cells
/// of each side by side.
/// </param>
/// <param name="Pace">
/// Multiplications between two iterations, each waiting for the one before: a processor that runs far ahead of loads whose lines are being taken away has to do much
/// of it again.
/// </param>
internal sealed record PerpetualShape(int Rows, int Gap, int Pace)
{
    /// <summary>The layout of the cells of <paramref name="program"/>, which are accessed with so many bits.</summary>
    public CellLayout Layout(LitmusProgram program, int width)
    {
        int size = width / 8;
        return Gap == 0
            ? new CellLayout(program, size * Math.Max(1, program.Locations.Count), size, width)
            : new CellLayout(program, size, (Rows == 1 ? 0 : Rows * size) + Gap, width);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Rows == 1 ? $"cells {Gap} bytes apart, pace {Pace}" : $"{Rows} rows of {(Gap == 0 ? "cells side by side" : "an array each location")}";
}
