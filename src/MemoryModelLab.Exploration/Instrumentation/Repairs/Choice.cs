namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>An order that an access of the program keeps, or could keep.</summary>
/// <param name="Site">The number of the site.</param>
/// <param name="IsWrite">Whether it is the site's write; not its read, no fence of the source, and no fence before a call.</param>
/// <param name="Measure">What is done there.</param>
internal readonly record struct Choice(int Site, bool IsWrite, Measure Measure)
{
    private const int Tie = 100;

    /// <summary>
    /// The cost on Arm64, in volatile reads: <c>ldr</c> becomes <c>ldapr</c> (1), <c>str</c> becomes <c>stlr</c> (2), a <c>dmb ish</c> or an atomic
    /// instruction more (10).
    /// </summary>
    public int Cost => (Measure, IsWrite) switch
    {
        (Measure.Volatile, false) => 1,
        (Measure.Volatile, true) => 2,
        _ => 10,
    };

    /// <summary>The cost, and of what costs the same the fence behind a write first.</summary>
    public long Weight => ((long)Cost * Tie) + (IsWrite ? 0 : 1);
}
