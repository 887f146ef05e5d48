using System.Globalization;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>How the cells of a batch lie, and in which order the threads walk over them.</summary>
/// <param name="Size">The iterations of a batch.</param>
/// <param name="Spacing">How the cells lie.</param>
/// <param name="Step">The threads go from iteration i to i + Step, modulo the size; odd, so that they come by all.</param>
/// <param name="Ahead">So many iterations in front of the thread before it each thread begins.</param>
/// <param name="Period">The ticks of the processor's clock between the appointed times of two iterations, a power of two; 0 for no appointments.</param>
/// <param name="Lag">How many ticks behind the thread before it each thread has its appointments.</param>
internal sealed record BatchShape(int Size, CellSpacing Spacing, int Step, int Ahead, int Period = 0, int Lag = 0)
{
    /// <summary>The shapes that are tried.</summary>
    public static IReadOnlyList<BatchShape> All { get; } = [.. Combinations()];

    /// <summary>
    /// Shapes with an appointed time for each iteration, as litmus7's timebase barrier has: about a microsecond is the least that threads on
    /// different cores can keep to.
    /// </summary>
    public static IReadOnlyList<BatchShape> Timed { get; } =
    [
        .. from spacing in (CellSpacing[])[CellSpacing.Apart, CellSpacing.Together]
           from period in (int[])[2048, 8192]
           from lag in (int[])[0, 40, 160]
           select new BatchShape(256, spacing, 1, 0, period, lag),
    ];

    /// <summary>The shapes that are tried for compiled C#, whose methods take longer to call than most of them to run.</summary>
    public static IReadOnlyList<BatchShape> Compiled { get; } =
    [
        .. from size in (int[])[1024, 4096, 8192]
           from spacing in (CellSpacing[])[CellSpacing.Apart, CellSpacing.Together, CellSpacing.Arrays]
           from step in (int[])[1, 31]
           from ahead in (int[])[0, 16]
           select new BatchShape(size, spacing, step, ahead),
    ];

    /// <summary>The shapes that are tried for instances of a class: how they lie is the class's own matter.</summary>
    public static IReadOnlyList<BatchShape> Instances { get; } = [.. Compiled.Where(shape => shape.Spacing == CellSpacing.Together)];

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Size} iterations a batch, cells {Spacing switch { CellSpacing.Apart => "on lines of their own", CellSpacing.Together => "of an iteration on one line", _ => "in arrays" }}{(Step == 1 ? "" : $", every {Step}th")}{(Ahead == 0 ? "" : $", {Ahead} ahead")}{(Period == 0 ? "" : $", one each {Period} ticks, {Lag} apart")}");

    private static IEnumerable<BatchShape> Combinations()
    {
        foreach (CellSpacing spacing in Enum.GetValues<CellSpacing>())
        {
            // Arrays are dense: four times as many iterations stay in the same cache.
            foreach (int size in spacing == CellSpacing.Arrays ? (int[])[16384, 2048] : [4096, 512])
            {
                foreach (int step in (int[])[1, 31])
                {
                    yield return new BatchShape(size, spacing, step, 0);
                    yield return new BatchShape(size, spacing, step, 16);
                }
            }
        }
    }
}

/// <summary>How cells lie.</summary>
internal enum CellSpacing
{
    /// <summary>Each location is an array: neighbouring iterations share cache lines.</summary>
    Arrays,

    /// <summary>An iteration's locations share a cache line that no other iteration uses.</summary>
    Together,

    /// <summary>Every cell has two cache lines of its own, for processors fetch lines in pairs.</summary>
    Apart,
}
