using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

public static partial class Hooks
{
    /// <summary>An object with all fields zero, whose constructor is called next.</summary>
    public static T Allocate<T>()
        where T : class => Session.Current is { } session ? session.Allocate<T>() : Initialiser.Keep((T)RuntimeHelpers.GetUninitializedObject(typeof(T)));

    /// <summary><c>newarr</c>.</summary>
    public static T[] NewArray<T>(nint length) =>
        Session.Current is { } session ? session.NewArray<T>(checked((int)length)) : Initialiser.Keep(new T[checked((int)length)]);

    /// <summary><c>GC.AllocateArray</c>; what an exploration allocates is always pinned.</summary>
    public static T[] AllocateArray<T>(int length, bool pinned) =>
        Session.Current is { } session ? session.NewArray<T>(length) : Initialiser.Keep(GC.AllocateArray<T>(length, pinned));

    /// <summary>The object whose fields are the thread's static fields of a class.</summary>
    public static T ThreadStatics<T>()
        where T : class => Session.Current is { } session ? session.ThreadStatics<T>() : PerThread<T>.Get();

    /// <summary><c>RuntimeHelpers.InitializeArray</c>: an array's constant content.</summary>
    public static void InitializeArray(Array array, RuntimeFieldHandle field, int site)
    {
        if (Session.Current is not { } session)
        {
            RuntimeHelpers.InitializeArray(array, field);
            return;
        }
        Array content = Array.CreateInstance(array.GetType().GetElementType()!, array.Length);
        RuntimeHelpers.InitializeArray(content, field);
        session.CopyInto(array, content, site);
    }

    /// <summary>Whether a finally block is passed on the way out of an abandoned run, in which nothing is to happen any more.</summary>
    public static bool Abandoned() => Session.Current is { IsAbandoned: true };

    /// <summary>Whether a handler may catch this: not what abandons a run.</summary>
    public static bool MayCatch(object exception) => Session.Current is null || !Session.IsOurs(exception);

    /// <summary>The initialiser of a class begins.</summary>
    public static void EnterInitialiser(RuntimeTypeHandle type) => Initialiser.Enter(type);

    /// <summary>The initialiser of a class has ended.</summary>
    public static void LeaveInitialiser() => Initialiser.Leave();

    /// <summary>A method that calls others begins: runaway recursion is a failure of the program, not the end of the process.</summary>
    public static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack() && Session.Current is not null)
            throw new InsufficientExecutionStackException("the calls are nested too deeply: the stack overflows");
    }

    /// <summary>A number that tells this call from the others of the run.</summary>
    public static long EnterMethod() => Session.Current is { } session ? session.NextCall() : 0;

    /// <summary>Mixes a local variable into a loop's state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Mix<T>(long state, T value)
        where T : allows ref struct
    {
        if (Session.Current is null)
            return 0;
        ref byte start = ref Unsafe.As<T, byte>(ref value);
        return Mix(state, MemoryMarshal.CreateReadOnlySpan(ref start, Unsafe.SizeOf<T>()));
    }

    /// <summary>The head of a loop, in the state its locals are in.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="call">Which call of its method it is in.</param>
    /// <param name="top">Where on the stack the variables of the method end whose addresses are taken.</param>
    /// <param name="state">What its next rounds depend on.</param>
    public static void LoopHead(int loop, long call, nuint top, long state) => Session.Current?.LoopHead(loop, call, top, state, null);

    /// <summary>The head of a loop some of whose locals, which are <paramref name="counters"/>, only count.</summary>
    /// <inheritdoc cref="LoopHead"/>
    public static void CountedLoopHead(int loop, long call, nuint top, long state, long counters) => Session.Current?.LoopHead(loop, call, top, state, counters);

    /// <summary>The higher of two addresses.</summary>
    public static nuint Higher(nuint left, nuint right) => Math.Max(left, right);

    /// <summary>Something is changed that only the thread sees.</summary>
    public static void Effect() => Session.Current?.NoteEffect();

    /// <summary>A loop is left.</summary>
    public static void LeaveLoop(int loop, long call) => Session.Current?.LeaveLoop(loop, call);

    /// <summary>A handler has caught what may have come out of a loop.</summary>
    public static void EnterHandler() => Session.Current?.StopRepeating();

    /// <summary>A call of code that is not rewritten.</summary>
    public static void Opaque(int call) => Session.Current?.CallOpaque(call);

    /// <summary>The site of the call of a model that follows.</summary>
    public static void Here(int site) => Session.Current?.CallFrom(site);

    /// <summary>A call of code of the framework that is rewritten.</summary>
    public static void Leave(int site) => Session.Current?.LeaveAt(site);

    /// <summary>What is thrown where code cannot be explored.</summary>
    public static Exception NotSupported(string what) => new UnsupportedCodeException(what);

    /// <summary><c>Environment.Exit</c>: the program's failure, and not the end of the explorer.</summary>
    public static void Exit(int exitCode)
    {
        if (Session.Current is null) Environment.Exit(exitCode);
        throw new ProcessEndedException($"the program called Environment.Exit({exitCode})");
    }

    /// <summary><c>Environment.FailFast</c>: the program's failure, and not the end of the explorer.</summary>
    public static void FailFast(string? message) => FailFastWith(message, null);

    /// <summary><c>Environment.FailFast</c> with an exception.</summary>
    public static void FailFastWith(string? message, Exception? exception)
    {
        if (Session.Current is null) Environment.FailFast(message, exception);
        throw new ProcessEndedException($"the program called Environment.FailFast({message})", exception);
    }

    /// <summary><c>Environment.CurrentManagedThreadId</c>.</summary>
    public static int CurrentManagedThreadId() => Session.Current is { } session ? session.AskForThread() + 1 : Environment.CurrentManagedThreadId;

    /// <summary><c>Guid.NewGuid</c>: another each time, and the same in every run of a thread.</summary>
    public static Guid NewGuid(int site)
    {
        if (Session.Current is not { } session)
            return Guid.NewGuid();
        Span<byte> bytes = stackalloc byte[16];
        foreach (ref byte value in bytes)
            value = session.NextByte();
        return new Guid(bytes);
    }

    /// <summary><c>Array.Resize</c>.</summary>
    public static void ResizeArray<T>(ref T[]? array, int length, int site)
    {
        T[]? old = Load(ref array, site);
        if (old is not null && old.Length == length)
            return;
        T[] resized = NewArray<T>(length);
        for (int i = 0; i < Math.Min(old?.Length ?? 0, length); i++)
            Store(ref resized[i], Load(ref old![i], site), site);
        Store(ref array, resized, site);
    }

    /// <summary><c>Array.Fill</c>.</summary>
    public static void FillArray<T>(T[] array, T value, int site) => FillElements(array, value, site);

    /// <summary><c>Span.Clear</c>.</summary>
    public static void ClearSpan<T>(ref Span<T> span, int site) => FillElements(span, default!, site);

    /// <summary><c>Span.Fill</c>.</summary>
    public static void FillSpan<T>(ref Span<T> span, T value, int site) => FillElements(span, value, site);

    private static void FillElements<T>(Span<T> span, T value, int site)
    {
        foreach (ref T element in span)
            Store(ref element, value, site);
    }

    /// <summary><c>Span.CopyTo</c>.</summary>
    public static void CopySpan<T>(ref Span<T> from, Span<T> to, int site) => CopyElements(from, to, site);

    /// <summary><c>ReadOnlySpan.CopyTo</c>.</summary>
    public static void CopyReadOnlySpan<T>(ref ReadOnlySpan<T> from, Span<T> to, int site) => CopyElements(from, to, site);

    /// <summary><c>Buffer.Memmove</c>.</summary>
    public static void Move<T>(ref T to, ref T from, nuint count, int site) =>
        CopyElements(MemoryMarshal.CreateReadOnlySpan(ref from, (int)count), MemoryMarshal.CreateSpan(ref to, (int)count), site);

    private static void CopyElements<T>(ReadOnlySpan<T> from, Span<T> to, int site)
    {
        if (from.Length > to.Length)
            throw new ArgumentException("The destination is too short.", nameof(to));
        T[] values = new T[from.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = Load(ref Unsafe.AsRef(in from[i]), site);
        for (int i = 0; i < values.Length; i++)
            Store(ref to[i], values[i], site);
    }

    private static long Mix(long state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            state = (state ^ b) * 0x100000001B3;
        return state ^ (long)((ulong)state >> 29);
    }

    private static class PerThread<T>
        where T : class
    {
        [ThreadStatic]
        private static T? value;

        public static T Get() => value ??= (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    }
}
