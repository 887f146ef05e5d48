using System.Numerics;
using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Runtime;

/// <summary>
/// What the accesses of a program under exploration become: the boundary between programs, rewritten or written by hand, and the engine.
/// A location is a number that stays the same in all executions; a <c>site</c> is a number of the caller's choice for a place in the
/// source, which comes back in reports; 0 is unknown. All of it belongs to the exploration that runs on the calling OS thread.
/// </summary>
/// <remarks>
/// Memory itself is never written: all values live in the execution graph. The content of a field when it is first named is its initial
/// value. So an object a thread creates has to be the same one, in its initial state, each time the thread is run again: <see cref="New"/>.
/// </remarks>
public static class SharedMemory
{
    [ThreadStatic]
    private static ProgramRunner? current;

    /// <summary>Whether the calling OS thread runs a program under exploration.</summary>
    public static bool IsExploring => current is not null;

    /// <summary>The exploration on this OS thread.</summary>
    internal static ProgramRunner Current => current ?? throw NotExploring();

    /// <summary>The index of the program's thread that runs.</summary>
    public static int CurrentThread
    {
        get
        {
            Current.Symmetry.Break();
            return Current.Thread;
        }
    }

    // -- Locations ----------------------------------------------------------------------------------------------------------------------

    /// <summary>A field of an object.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="field">A number for the field, unique among the fields of the object's type and its bases.</param>
    /// <param name="storage">The field itself, whose content is the initial value.</param>
    /// <param name="name">How reports call it.</param>
    public static int Field<T>(object owner, int field, ref T storage, string? name = null) => Current.Names.Find(owner, field, ref storage, name);

    /// <summary>A static field.</summary>
    /// <param name="field">A number for the field, unique in the program.</param>
    /// <param name="storage">The field itself, whose content is the initial value.</param>
    /// <param name="name">How reports call it.</param>
    public static int StaticField<T>(int field, ref T storage, string? name = null) => Current.Names.Find(null, field, ref storage, name);

    /// <summary>An element of a vector.</summary>
    public static int Element<T>(T[] array, nint index) => Current.Names.Find(array, checked((int)index), ref array[index], null);

    /// <summary>A variable that is no field: a new location.</summary>
    internal static int Variable<T>(T initial, string? name) => Current.Names.Add(0, ref initial, name);

    // -- Accesses -----------------------------------------------------------------------------------------------------------------------

    /// <summary>Reads: plain, or <see cref="MemoryOrder.Acquire"/> for a volatile read.</summary>
    public static T Read<T>(int location, MemoryOrder order = MemoryOrder.Plain, int site = 0)
    {
        var runner = Current;
        return Bits.To<T>(runner.Read(new Access(location, order, site)), runner.Objects);
    }

    /// <summary>Writes: plain, or <see cref="MemoryOrder.Release"/> for a volatile write.</summary>
    public static void Write<T>(int location, T value, MemoryOrder order = MemoryOrder.Plain, int site = 0)
    {
        var runner = Current;
        runner.Write(new Access(location, order, site), Bits.From(value, runner.Objects));
    }

    /// <summary><c>Interlocked.Exchange</c>: returns the value before.</summary>
    public static T Exchange<T>(int location, T value, MemoryOrder order = MemoryOrder.Full, int site = 0) =>
        Modify(location, Update.Exchange, value, value, order, site);

    /// <summary><c>Interlocked.CompareExchange</c>: returns the value before.</summary>
    public static T CompareExchange<T>(int location, T value, T comparand, MemoryOrder order = MemoryOrder.Full, int site = 0) =>
        Modify(location, Update.CompareExchange, value, comparand, order, site);

    /// <summary><c>Interlocked.Add</c> and its kin, of an integer of any size; returns the value <em>before</em>.</summary>
    public static T FetchAdd<T>(int location, T value, MemoryOrder order = MemoryOrder.Full, int site = 0)
        where T : struct, IBinaryInteger<T> => Modify(location, Update.Add, value, value, order, site);

    /// <summary><c>Interlocked.And</c>: returns the value before.</summary>
    public static T FetchAnd<T>(int location, T value, MemoryOrder order = MemoryOrder.Full, int site = 0)
        where T : struct, IBinaryInteger<T> => Modify(location, Update.And, value, value, order, site);

    /// <summary><c>Interlocked.Or</c>: returns the value before.</summary>
    public static T FetchOr<T>(int location, T value, MemoryOrder order = MemoryOrder.Full, int site = 0)
        where T : struct, IBinaryInteger<T> => Modify(location, Update.Or, value, value, order, site);

    /// <summary>
    /// A fence: <see cref="MemoryOrder.Full"/>, <see cref="MemoryOrder.Acquire"/> (<c>Volatile.ReadBarrier</c>),
    /// <see cref="MemoryOrder.Release"/> (<c>Volatile.WriteBarrier</c>) or <see cref="MemoryOrder.ProcessWide"/>.
    /// </summary>
    public static void Fence(MemoryOrder order = MemoryOrder.Full, int site = 0) => Current.Fence(order, site);

    // -- Objects ------------------------------------------------------------------------------------------------------------------------

    /// <summary>
    /// The object that this thread's next allocation is, all its fields zero, its constructor not run: the same one each time the thread is
    /// run again. The constructor is then called on it as usual, its writes being accesses.
    /// </summary>
    public static object New(Type type) => Current.Allocations.Next(type, -1);

    /// <summary>The vector that this thread's next allocation is, all elements zero.</summary>
    public static T[] NewArray<T>(int length) => (T[])Current.Allocations.Next(typeof(T), length);

    // -- Threads ------------------------------------------------------------------------------------------------------------------------

    /// <summary>Starts a thread of the program; returns its index.</summary>
    public static int Start(Action body, int site = 0) => Current.Start(body, body, isBackground: false, site);

    /// <summary>Waits for a thread's end.</summary>
    public static void Join(int thread, int site = 0) => Current.Join(thread, site);

    // -- Waiting ------------------------------------------------------------------------------------------------------------------------

    /// <summary>
    /// The head of a loop, or its back edge. When the loop comes here again with the same <paramref name="state"/> (whatever identifies
    /// the values its later iterations depend on), having written nothing, the thread waits until something it read has changed.
    /// </summary>
    public static void LoopHead(int loop, long state = 0) => Current.Loops.Head(loop, state);

    /// <summary>The iteration of a loop that ends here had no effect and left all locals as they were: the thread waits for a change.</summary>
    public static void Spin() => Current.Loops.Spin();

    // -- Locks --------------------------------------------------------------------------------------------------------------------------

    /// <summary><c>Monitor.Enter</c>.</summary>
    public static void Enter(object target, int site = 0) => Current.Monitors.Enter(target, site);

    /// <summary><c>Monitor.TryEnter</c> without a time limit.</summary>
    public static bool TryEnter(object target, int site = 0) => Current.Monitors.TryEnter(target, site);

    /// <summary><c>Monitor.Exit</c>.</summary>
    public static void Exit(object target, int site = 0) => Current.Monitors.Exit(target, site);

    /// <summary><c>Monitor.Wait</c> without a time limit.</summary>
    public static void Wait(object target, int site = 0) => Current.Monitors.Wait(target, site);

    /// <summary><c>Monitor.Pulse</c>.</summary>
    public static void Pulse(object target, int site = 0) => Current.Monitors.Pulse(target, false, false, site);

    /// <summary><c>Monitor.PulseAll</c>.</summary>
    public static void PulseAll(object target, int site = 0) => Current.Monitors.Pulse(target, true, false, site);

    /// <summary>Makes an exploration the one of this OS thread; returns the one before.</summary>
    internal static ProgramRunner? Enter(ProgramRunner? runner)
    {
        var before = current;
        current = runner;
        return before;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Modify<T>(int location, Update update, T operand, T comparand, MemoryOrder order, int site)
    {
        var runner = Current;
        var objects = runner.Objects;
        long old = runner.Modify(new Access(location, order, site), update, Bits.From(operand, objects), Bits.From(comparand, objects), out _);
        return Bits.To<T>(old, objects);
    }

    private static InvalidOperationException NotExploring() => new(
        "no exploration runs on this OS thread: shared variables belong to a program given to Explorer");
}
