using System.Numerics;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Programs;

/// <summary>A shared variable of a program under exploration; made where the program is made.</summary>
/// <typeparam name="T">A reference, or a value of at most eight bytes without references.</typeparam>
public sealed class Cell<T>
{
    /// <summary>The variable's number.</summary>
    internal int Location { get; }

    /// <summary>A variable with an initial value.</summary>
    /// <param name="initial">The value before any thread writes.</param>
    /// <param name="name">How reports call it.</param>
    public Cell(T initial = default!, string? name = null) => Location = SharedMemory.Variable(initial, name);

    /// <summary>A plain access.</summary>
    public T Value
    {
        get => SharedMemory.Read<T>(Location);
        set => SharedMemory.Write(Location, value);
    }

    /// <summary>A volatile access.</summary>
    public T Volatile
    {
        get => SharedMemory.Read<T>(Location, MemoryOrder.Acquire);
        set => SharedMemory.Write(Location, value, MemoryOrder.Release);
    }

    /// <summary>Replaces the value; returns the one before.</summary>
    public T Exchange(T value, MemoryOrder order = MemoryOrder.Full) => SharedMemory.Exchange(Location, value, order);

    /// <summary>Replaces the value if it is <paramref name="comparand"/>; returns the one before.</summary>
    public T CompareExchange(T value, T comparand, MemoryOrder order = MemoryOrder.Full) =>
        SharedMemory.CompareExchange(Location, value, comparand, order);

    /// <summary>Replaces <paramref name="comparand"/> by <paramref name="value"/>; false if the value is another.</summary>
    public bool TryReplace(T comparand, T value, MemoryOrder order = MemoryOrder.Full) =>
        EqualityComparer<T>.Default.Equals(CompareExchange(value, comparand, order), comparand);
}

/// <summary>What can be done to variables that hold integers.</summary>
public static class Cell
{
    /// <summary>Adds; returns the value before.</summary>
    public static T FetchAdd<T>(this Cell<T> cell, T value, MemoryOrder order = MemoryOrder.Full)
        where T : struct, IBinaryInteger<T> => SharedMemory.FetchAdd(cell.Location, value, order);
}
