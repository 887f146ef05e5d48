using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>What the read-modify-writes write.</summary>
internal static class UpdateFunction
{
    /// <summary>Whether it writes, having read <paramref name="old"/>.</summary>
    public static bool Writes(in Event read, long old) => read.Update switch
    {
        Update.CompareExchange => old == read.Comparand,
        Update.AddWithin => IsWithin(old + read.Operand, read.Comparand),
        _ => true,
    };

    /// <summary>Whether there are values it writes nothing for.</summary>
    public static bool CanFail(Update update) => update is Update.CompareExchange or Update.AddWithin;

    /// <summary>Whether a sum is from zero to a number.</summary>
    public static bool IsWithin(long sum, long most) => (uint)sum <= (ulong)most;

    /// <summary>What it then writes.</summary>
    public static long Result(in Event read, long old, ulong mask) => (long)((ulong)(read.Update switch
    {
        Update.Add or Update.AddWithin => old + read.Operand,
        Update.And => old & read.Operand,
        Update.Or => old | read.Operand,
        _ => read.Operand,
    }) & mask);
}
