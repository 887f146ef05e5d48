namespace MemoryModelLab.Models.Cat;

/// <summary>
/// Signals, inside the interpreter, that the program asks for the value of a set or relation that is not known yet. It never leaves
/// <see cref="MemoryModel"/>.
/// </summary>
internal sealed class NeedsValueException : Exception
{
    /// <summary>Creates the signal.</summary>
    public NeedsValueException()
        : base("The value of a set or relation is not known yet.")
    {
    }
}
