using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>A test to check, not yet read.</summary>
/// <param name="Name">Its name, or what to call it until it is read.</param>
/// <param name="File">Its file; null for one that is generated.</param>
/// <param name="Parse">Reads or generates it.</param>
internal sealed record MappingInput(string Name, string? File, Func<LitmusTest> Parse)
{
    /// <summary>The test in a file.</summary>
    public static MappingInput OfFile(string file) => new(Path.GetFileNameWithoutExtension(file), file, () => TestFiles.Parse(file));

    /// <summary>The test that asks for a cycle.</summary>
    public static MappingInput Of(Cycle cycle) => new(cycle.ToString(), null, () => CycleGenerator.Generate(cycle));
}
