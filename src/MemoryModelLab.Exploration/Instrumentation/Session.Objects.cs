using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    private readonly Heap heap = new();
    private readonly Dictionary<(int Thread, Type Type, int Length), Created> created = [];
    private readonly Dictionary<Type, object> perThread = [];
    private readonly Dictionary<object, object> perThreadOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, (int Thread, int Hash)> hashes = new(ReferenceEqualityComparer.Instance);
    private int run;

    /// <summary>The running thread's next object of a type, with all fields zero.</summary>
    public T Allocate<T>()
        where T : class => (T)Next(typeof(T), -1);

    /// <summary>The running thread's next array of a type and length, with all elements zero.</summary>
    public T[] NewArray<T>(int length) => length < 0 ? throw new OverflowException() : (T[])Next(typeof(T[]), length);

    /// <summary>The running thread's next object of a type, or array of a type and length.</summary>
    public object Create(Type type, int length) => Next(type, length);

    /// <summary>The object that holds the running thread's static fields of a class.</summary>
    public T ThreadStatics<T>()
        where T : class
    {
        if (!perThread.TryGetValue(typeof(T), out object? found))
            perThread.Add(typeof(T), found = Next(typeof(T), -1));
        return (T)found;
    }

    /// <summary>The object of a type that the running thread has for another.</summary>
    public T ThreadOwn<T>(object of)
        where T : class
    {
        if (!perThreadOf.TryGetValue(of, out object? found))
            perThreadOf.Add(of, found = Next(typeof(T), -1));
        return (T)found;
    }

    /// <summary>A hash code that is the same for an object in each run, and in each process.</summary>
    public int IdentityHash(object value)
    {
        // What code that is not rewritten makes, an exception for one, is another object in each run: all of a type have one.
        if (!hashes.TryGetValue(value, out (int Thread, int Hash) known))
            return value.GetType().MetadataToken;
        if (known.Thread != 0)
            TellApart();
        return known.Hash;
    }

    private object Next(Type type, int length)
    {
        (int, Type, int) key = (runner.Thread, type, length);
        if (!this.created.TryGetValue(key, out Created? created))
            this.created.Add(key, created = new Created());
        effects++;
        if (created.Run != run)
            (created.Run, created.Next) = (run, 0);
        if (created.Next == created.Objects.Count)
        {
            object value = length < 0 ? RuntimeHelpers.GetUninitializedObject(type) : Array.CreateInstanceFromArrayType(type, length);
#pragma warning disable CA1816 // It is given to the program again and again; its finalizer would run once, at the end of all.
            GC.SuppressFinalize(value);
#pragma warning restore CA1816
            uint number = (uint)(((type.MetadataToken * 31) + runner.Thread) * 1024 + created.Objects.Count + 1);
            hashes.Add(value, (runner.Thread, (int)(number * 0x9E3779B1 >> 6)));
            created.Objects.Add(heap.Add(value, runner.Thread, IsPrologue));
        }
        else
        {
            created.Objects[created.Next].Clear();
        }
        return created.Objects[created.Next++].Value;
    }

    /// <summary>The objects of one thread, type and length, in the order of their creation.</summary>
    private sealed class Created
    {
        public readonly List<HeapObject> Objects = [];
        public int Next;
        public int Run;
    }
}
