using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>What the read-modify-writes write.</summary>
internal static class UpdateFunction
{
    /// <summary>Whether it writes, having read <paramref name="old"/>.</summary>
    public static bool Writes(in Event read, long old) => read.Update != Update.CompareExchange || old == read.Comparand;

    /// <summary>What it then writes.</summary>
    public static long Result(in Event read, long old, ulong mask) => (long)((ulong)(read.Update switch
    {
        Update.Add => old + read.Operand,
        Update.And => old & read.Operand,
        Update.Or => old | read.Operand,
        _ => read.Operand,
    }) & mask);
}
