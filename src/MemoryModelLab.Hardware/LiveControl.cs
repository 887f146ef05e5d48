namespace MemoryModelLab.Hardware;

/// <summary>A test with a known answer, run on this machine.</summary>
/// <param name="Name">The test.</param>
/// <param name="Iterations">How often it ran.</param>
/// <param name="Seen">How often its weak outcome was seen.</param>
/// <param name="Expected">Whether it should have been: SB, and SB with full fences.</param>
public sealed record LiveControl(string Name, long Iterations, long Seen, bool Expected)
{
    /// <summary>Whether it came as it should; a weak outcome that merely was not seen is no fault, but this host shows less than others.</summary>
    public bool IsAsExpected => Seen > 0 == Expected;
}
