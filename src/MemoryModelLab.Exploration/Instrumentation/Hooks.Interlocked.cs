using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

public static partial class Hooks
{
    /// <summary><c>Interlocked.Exchange</c>.</summary>
    public static T Exchange<T>(ref T location, T value, int site) =>
        Session.Current is { } session ? session.Modify(ref location, Update.Exchange, value, default!, site) : Interlocked.Exchange(ref location, value);

    /// <summary><c>Interlocked.CompareExchange</c>.</summary>
    public static T CompareExchange<T>(ref T location, T value, T comparand, int site) =>
        Session.Current is { } session
            ? session.Modify(ref location, Update.CompareExchange, value, comparand, site)
            : Interlocked.CompareExchange(ref location, value, comparand);

    /// <summary><c>Interlocked.Add</c>: the sum.</summary>
    public static T Add<T>(ref T location, T value, int site)
        where T : struct => Sum(FetchAdd(ref location, value, site), value);

    /// <summary><c>Interlocked.Increment</c>.</summary>
    public static T Increment<T>(ref T location, int site)
        where T : struct => Add(ref location, Number<T>(1), site);

    /// <summary><c>Interlocked.Decrement</c>.</summary>
    public static T Decrement<T>(ref T location, int site)
        where T : struct => Add(ref location, Number<T>(-1), site);

    /// <summary><c>Interlocked.And</c>: the value before.</summary>
    public static T And<T>(ref T location, T value, int site)
        where T : struct
    {
        if (Session.Current is { } session)
            return session.Modify(ref location, Update.And, value, default, site);
        return Unsafe.SizeOf<T>() == sizeof(int)
            ? Cast<int, T>(Interlocked.And(ref Unsafe.As<T, int>(ref location), Cast<T, int>(value)))
            : Cast<long, T>(Interlocked.And(ref Unsafe.As<T, long>(ref location), Cast<T, long>(value)));
    }

    /// <summary><c>Interlocked.Or</c>: the value before.</summary>
    public static T Or<T>(ref T location, T value, int site)
        where T : struct
    {
        if (Session.Current is { } session)
            return session.Modify(ref location, Update.Or, value, default, site);
        return Unsafe.SizeOf<T>() == sizeof(int)
            ? Cast<int, T>(Interlocked.Or(ref Unsafe.As<T, int>(ref location), Cast<T, int>(value)))
            : Cast<long, T>(Interlocked.Or(ref Unsafe.As<T, long>(ref location), Cast<T, long>(value)));
    }

    /// <summary><c>Interlocked.Read</c>: a compare-exchange of 0 for 0.</summary>
    public static T Read<T>(ref T location, int site)
        where T : struct => CompareExchange(ref location, default, default, site);

    /// <summary><c>Interlocked.MemoryBarrier</c>, <c>Thread.MemoryBarrier</c>.</summary>
    public static void MemoryBarrier(int site) => Fence(MemoryOrder.Full, site);

    /// <summary><c>Interlocked.MemoryBarrierProcessWide</c>.</summary>
    public static void MemoryBarrierProcessWide(int site) => Fence(MemoryOrder.ProcessWide, site);

    /// <summary><c>Volatile.ReadBarrier</c>.</summary>
    public static void ReadBarrier(int site) => Fence(MemoryOrder.Acquire, site);

    /// <summary><c>Volatile.WriteBarrier</c>.</summary>
    public static void WriteBarrier(int site) => Fence(MemoryOrder.Release, site);

    private static void Fence(MemoryOrder order, int site)
    {
        if (Session.Current is { } session)
            session.Fence(order, site);
        else
            Interlocked.MemoryBarrier();
    }

    private static T FetchAdd<T>(ref T location, T value, int site)
        where T : struct
    {
        if (Session.Current is { } session)
            return session.Modify(ref location, Update.Add, value, default, site);
        return Unsafe.SizeOf<T>() == sizeof(int)
            ? Cast<int, T>(Interlocked.Add(ref Unsafe.As<T, int>(ref location), Cast<T, int>(value)) - Cast<T, int>(value))
            : Cast<long, T>(Interlocked.Add(ref Unsafe.As<T, long>(ref location), Cast<T, long>(value)) - Cast<T, long>(value));
    }

    private static T Sum<T>(T left, T right) => Unsafe.SizeOf<T>() == sizeof(int)
        ? Cast<int, T>(Cast<T, int>(left) + Cast<T, int>(right))
        : Cast<long, T>(Cast<T, long>(left) + Cast<T, long>(right));

    private static T Number<T>(int value) => Unsafe.SizeOf<T>() == sizeof(int) ? Cast<int, T>(value) : Cast<long, T>(value);

    private static TTo Cast<TFrom, TTo>(TFrom value) => Unsafe.As<TFrom, TTo>(ref value);
}
