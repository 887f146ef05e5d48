using MemoryModelLab.Hardware.Execution;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>
/// A batch's shape in rows of a compiled harness: location l of iteration i is the field l of the row
/// <c>i·Stride + l·Gap</c>.
/// </summary>
/// <param name="Stride">The rows from one iteration's cells to the next one's.</param>
/// <param name="Gap">The rows from one location's cell to the next one's.</param>
/// <param name="Rows">How many rows that takes.</param>
internal sealed record CompiledShape(int Stride, int Gap, int Rows)
{
    private const int Line = 64;

    /// <summary>The rows of <paramref name="shape"/>, each with <paramref name="rowSize"/> bytes, for so many locations.</summary>
    public static CompiledShape Of(BatchShape shape, int rowSize, int locations)
    {
        int line = (Line + rowSize - 1) / rowSize, pair = ((2 * Line) + rowSize - 1) / rowSize;
        (int stride, int gap) = shape.Spacing switch
        {
            CellSpacing.Apart => (pair * Math.Max(1, locations), pair),
            CellSpacing.Together => (line, 0),
            _ => (1, shape.Size + line),
        };
        return new CompiledShape(stride, gap, ((shape.Size - 1) * stride) + (Math.Max(0, locations - 1) * gap) + 1);
    }
}
