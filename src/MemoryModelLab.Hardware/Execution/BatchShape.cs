using System.Globalization;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>How the cells of a batch lie, and how the threads walk over them.</summary>
/// <param name="Size">The iterations of a batch.</param>
/// <param name="Spacing">How the cells lie.</param>
/// <param name="Ahead">
/// So many iterations in front of the worker before it each worker begins, coming to those before them last. Half the size has a worker that is twice as fast
/// as the other overtake it, when its store buffer is long full: so meet threads with fences and threads without.
/// </param>
/// <param name="Fetch">How cells are asked for some iterations before they are used.</param>
/// <param name="Paced">
/// Whether threads with fences and threads without keep the same pace: who has fewer full fences has the rest behind each iteration. Iterations have no
/// cells in common, so what one may show is the same with it.
/// </param>
/// <param name="Period">The ticks of the processor's clock between the appointed times of two iterations, a power of two; 0 for no appointments.</param>
/// <param name="Lag">How many ticks behind the thread before it each thread has its appointments.</param>
internal sealed record BatchShape(int Size, CellSpacing Spacing, int Ahead, CellFetch Fetch = CellFetch.None, bool Paced = false, int Period = 0, int Lag = 0)
{
    private const int FewAhead = 16;

    /// <summary>The shapes that are tried.</summary>
    public static IReadOnlyList<BatchShape> All { get; } = [.. Combinations()];

    /// <summary>
    /// Those of <paramref name="shapes"/> that are tried where ways to share cores are tried too: there must be few, for all to come by before a
    /// weak outcome was first seen. What is left out helps tests of two threads mostly.
    /// </summary>
    public static IReadOnlyList<BatchShape> Few(IReadOnlyList<BatchShape> shapes) => [.. shapes.Where(shape => shape is { Fetch: CellFetch.None, Paced: false })];

    /// <summary>
    /// The same with shorter batches, for workers of different speed: one with a thread is much faster than one with several and fences between them, so the two
    /// are at the same iteration about once a batch.
    /// </summary>
    public static IReadOnlyList<BatchShape> Shorter(IReadOnlyList<BatchShape> shapes) =>
        [.. shapes.Select(shape => shape with { Size = shape.Size / 4, Ahead = shape.Ahead == FewAhead ? FewAhead : shape.Ahead / 4 })];

    /// <summary>
    /// Shapes with an appointed time for each iteration, as litmus7's timebase barrier has: about a microsecond is the least that threads on
    /// different cores can keep to.
    /// </summary>
    public static IReadOnlyList<BatchShape> Timed { get; } =
    [
        .. from spacing in (CellSpacing[])[CellSpacing.Apart, CellSpacing.Together]
           from period in (int[])[2048, 8192]
           from lag in (int[])[0, 40, 160]
           select new BatchShape(256, spacing, 0, Period: period, Lag: lag),
    ];

    /// <summary>The shapes that are tried for compiled C#, whose methods take longer to call than most of them to run.</summary>
    public static IReadOnlyList<BatchShape> Compiled { get; } =
    [
        .. from size in (int[])[1024, 8192]
           from spacing in (CellSpacing[])[CellSpacing.Apart, CellSpacing.Together, CellSpacing.Arrays]
           from ahead in (int[])[0, FewAhead, size / 2]
           from paced in (bool[])[false, true]
           select new BatchShape(size, spacing, ahead, Paced: paced),
    ];

    /// <summary>The shapes that are tried for instances of a class: how they lie is the class's own matter.</summary>
    public static IReadOnlyList<BatchShape> Instances { get; } = [.. Compiled.Where(shape => shape.Spacing == CellSpacing.Together)];

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Size} iterations a batch, cells {Spacing switch { CellSpacing.Apart => "on lines of their own", CellSpacing.Together => "of an iteration on one line", CellSpacing.Far => "of an iteration on pages of their own", _ => "in arrays" }}{(Ahead == 0 ? "" : $", {Ahead} ahead")}{Fetch switch { CellFetch.Shared => ", fetched before", CellFetch.Own => ", fetched before to be written", _ => "" }}{(Paced ? ", paced by fences" : "")}{(Period == 0 ? "" : $", one each {Period} ticks, {Lag} apart")}");

    private static IEnumerable<BatchShape> Combinations()
    {
        foreach (CellSpacing spacing in Enum.GetValues<CellSpacing>())
        {
            // Arrays are dense: four times as many iterations stay in the same cache.
            foreach (int size in spacing switch { CellSpacing.Arrays => (int[])[16384, 2048], CellSpacing.Far => [1024, 256], _ => [4096, 512] })
            {
                foreach (CellFetch fetch in Enum.GetValues<CellFetch>())
                {
                    foreach (int ahead in (int[])[0, FewAhead, size / 2]) yield return new BatchShape(size, spacing, ahead, fetch);
                    yield return new BatchShape(size, spacing, 0, fetch, Paced: true);
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

    /// <summary>As apart, and every iteration has pages of its own: no prefetcher helps, and stores wait longest.</summary>
    Far,
}

/// <summary>Whether and how a thread asks the caches for an iteration's cells before it comes to it; an advice, which orders nothing.</summary>
internal enum CellFetch
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To be read: reads then find their lines, and stores wait for other cores to give them up.</summary>
    Shared,

    /// <summary>To be written: the line is taken from the other cores.</summary>
    Own,
}
