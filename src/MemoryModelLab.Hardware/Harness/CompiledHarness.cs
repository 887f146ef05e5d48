using System.Runtime.Loader;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>A harness ready to run.</summary>
internal sealed class CompiledHarness
{
    /// <summary>What unloads it.</summary>
    public required AssemblyLoadContext Context { get; init; }

    /// <summary>For each thread: runs its iterations 0 up to the argument.</summary>
    public required IReadOnlyList<Action<int>> Run { get; init; }

    /// <summary>
    /// Counts the final states of the iterations from the first argument up to the second, and sets their memory back. A state of small
    /// values is counted in the third, by index; any other is put into the fourth, and given to the fifth. The last two counters
    /// are of iterations in which a thread followed a null reference, and of those among them that could not be counted.
    /// </summary>
    public required Action<int, int, long[], long[], Action<long[]>> Fold { get; init; }

    /// <summary>What it was compiled from.</summary>
    public required HarnessSource Source { get; init; }
}
