using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MemoryModelLab.Exploration.Instrumentation;

// Structs in objects of their own.
public static partial class Hooks
{
    /// <summary><c>box</c>, of what may be a struct with fields that change.</summary>
    public static object? Box<T>(T value, int site)
    {
        if (!Boxes<T>.AreExplored)
            return value;
        object box = Session.Current is { } session ? session.Create(typeof(T), -1) : Initialiser.Keep(RuntimeHelpers.GetUninitializedObject(typeof(T)));
        Store(ref Boxes<T>.Content(box), value, site);
        return box;
    }

    /// <summary><c>unbox.any</c>.</summary>
    public static T Unbox<T>(object value, int site) => Boxes<T>.AreExplored && value is T ? Load(ref Boxes<T>.Content(value), site) : (T)value;

    private static class Boxes<T>
    {
        public static readonly bool AreExplored = typeof(T) is { IsValueType: true, IsPrimitive: false, IsEnum: false }
            && AssemblyLoadContext.GetLoadContext(typeof(T).Assembly) is InstrumentedProgram && !typeof(T).IsDefined(typeof(IsReadOnlyAttribute), false);

        public static ref T Content(object box) => ref Unsafe.As<byte, T>(ref Unsafe.As<StrongBox<byte>>(box).Value);
    }
}
