using MemoryModelLab.Models.Cat.Syntax;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>Where a model's program is: the next instruction, and behind the end of the list the point it goes back to.</summary>
/// <param name="Code">The list of instructions that is being run.</param>
/// <param name="Index">The index of the next one.</param>
/// <param name="Next">Where to go on at the end of the list; null at the end of the program.</param>
/// <param name="Entry">The names that hold at its start; null when those of the state do.</param>
/// <param name="Restore">The names that hold again at the end of the list; null when the list's own stay.</param>
/// <param name="Path">The file the instructions stand in.</param>
/// <param name="Depth">How many lists this one lies in.</param>
internal sealed record ProgramPoint(
    IReadOnlyList<Instruction> Code, int Index, ProgramPoint? Next, Environment? Entry, Environment? Restore, string Path, int Depth)
{
    /// <summary>The start of <paramref name="code"/>, which goes back to this point.</summary>
    public ProgramPoint Enter(IReadOnlyList<Instruction> code, Environment? entry = null, Environment? restore = null, string? path = null) =>
        new(code, 0, this, entry, restore, path ?? Path, Depth + 1);
}
