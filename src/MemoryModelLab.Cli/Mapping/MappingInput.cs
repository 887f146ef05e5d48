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

    /// <summary><paramref name="count"/> generated tests, always the same: a quarter idioms while there are so many, the others cycles.</summary>
    public static IEnumerable<MappingInput> Generated(int count)
    {
        (string Name, string Text)[] all = count == 0 ? [] : [.. GeneratedIdioms.All()];
        int idioms = Math.Min(count / 4, all.Length);
        for (int i = 0; i < idioms; i++)
        {
            (string name, string text) = all[(long)i * all.Length / idioms];
            yield return new MappingInput(name, null, () => LitmusParser.Parse(text, name));
        }

        foreach (Cycle cycle in GeneratedCycles.Take(count - idioms)) yield return Of(cycle);
    }

    private static MappingInput Of(Cycle cycle) => new(cycle.ToString(), null, () => CycleGenerator.Generate(cycle));
}
