using System.Runtime.Loader;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>Runs a thread's iterations from <paramref name="start"/> up to <paramref name="end"/> on the cells of a <see cref="CompiledShape"/>, each with so many fences behind it.</summary>
internal delegate void RunIterations(int start, int end, int stride, int gap, int fences);

/// <summary>
/// Counts the final states of the iterations from <paramref name="start"/> up to <paramref name="end"/>, and sets their memory back. A state of small
/// values is counted in <paramref name="counts"/>, by index; any other is put into <paramref name="state"/>, and given to <paramref name="other"/>. The last
/// two counters are of iterations in which a thread followed a null reference, and of those among them that could not be counted.
/// </summary>
internal delegate void FoldIterations(int start, int end, int stride, int gap, long[] counts, long[] state, Action<long[]> other);

/// <summary>A harness ready to run.</summary>
internal sealed class CompiledHarness
{
    /// <summary>What unloads it.</summary>
    public required AssemblyLoadContext Context { get; init; }

    /// <summary>The loop of each thread.</summary>
    public required IReadOnlyList<RunIterations> Run { get; init; }

    /// <summary>The count.</summary>
    public required FoldIterations Fold { get; init; }

    /// <summary>The bytes of a row of cells.</summary>
    public required int RowSize { get; init; }

    /// <summary>What it was compiled from.</summary>
    public required HarnessSource Source { get; init; }
}
