namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>Says of each instruction which statement it was compiled from.</summary>
internal static class StatementMap
{
    /// <summary><paramref name="instructions"/> with their statements.</summary>
    /// <param name="instructions">The code.</param>
    /// <param name="body">The thread.</param>
    /// <param name="map">The JIT's map: from and to which native offset code comes from which IL offset; negative ones are prologue, epilogue and the like.</param>
    public static IReadOnlyList<MachineInstruction> Apply(IReadOnlyList<MachineInstruction> instructions, PlainBody body, IReadOnlyList<(int Start, int End, int IlOffset)> map)
    {
        return [.. instructions.Select(instruction => instruction with { Statement = Find(instruction.Offset) })];

        Statement? Find(int offset)
        {
            int il = map.Where(entry => entry.Start <= offset && offset < entry.End).Select(entry => entry.IlOffset).DefaultIfEmpty(-1).Last();
            Statement? statement = il < 0 ? null : body.Statements.LastOrDefault(statement => statement.IlOffset <= il);
            return statement?.Text is null ? null : statement;
        }
    }
}
