namespace MemoryModelLab.Cli.Stores;

/// <summary>What found a broken twin.</summary>
/// <param name="Twin">The twin's name.</param>
/// <param name="Wrong">What is wrong with it.</param>
/// <param name="Stress">What stress saw, or null.</param>
/// <param name="Time">How long stress took.</param>
/// <param name="Litmus">The litmus test of its error.</param>
/// <param name="IsAllowed">Whether the .NET memory model allows what the test asks about.</param>
/// <param name="Cured">The litmus test of the same program without the error.</param>
/// <param name="IsCured">Whether the model forbids it there.</param>
internal sealed record ControlReport(string Twin, string Wrong, string? Stress, TimeSpan Time, string Litmus, bool IsAllowed, string Cured, bool IsCured)
{
    /// <summary>Whether something found it: stress, or the models, which say no of the cured program.</summary>
    public bool IsCaught => Stress is not null || (IsAllowed && IsCured);
}
