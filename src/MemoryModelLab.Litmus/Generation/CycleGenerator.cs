namespace MemoryModelLab.Litmus.Generation;

/// <summary>Makes the litmus test that asks whether a cycle can happen.</summary>
public static class CycleGenerator
{
    /// <summary>The test of <paramref name="cycle"/>: named by the field's convention, described by the cycle itself.</summary>
    /// <exception cref="LitmusException">No program can show the cycle; the message says why.</exception>
    public static LitmusTest Generate(Cycle cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        string name = cycle.Name;
        return LitmusParser.Parse(TestWriter.Of(cycle.Architecture).Write(cycle.Architecture, name, cycle.ToString(), CyclePlan.Of(cycle)), name);
    }

    /// <summary>The test of the cycle written as <paramref name="edges"/>, <c>Rfe PodRR Fre PodWW</c>.</summary>
    /// <exception cref="LitmusException">It is no cycle of the dialect; the message says what would fit.</exception>
    public static LitmusTest Generate(Architecture architecture, string edges) => Generate(Cycle.Parse(architecture, edges));
}
