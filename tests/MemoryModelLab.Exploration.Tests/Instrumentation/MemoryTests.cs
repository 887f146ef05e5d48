using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Whatever memory threads share is explored, or refused: boxes, native memory, locals, and what code that is not rewritten has made.</summary>
public class MemoryTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void The_fields_of_a_boxed_struct_are_explored() => Fails(static () =>
    {
        ICounter counter = new Counter();
        Parallel.Invoke(counter.Increment, counter.Increment);
        Assert.Equal(2, counter.Count);
    });

    [Fact]
    public void A_struct_boxed_by_generic_code_is_explored() => Fails(static () =>
    {
        var counter = (ICounter)Boxed(default(Counter))!;
        int seen = 0;
        Parallel.Invoke(counter.Increment, () => seen = ((Counter)counter).Count);
        Assert.Equal(0, seen);
    });

    [Fact]
    public void A_boxed_struct_is_a_copy() => Passes(static () =>
    {
        var counter = new Counter();
        ICounter boxed = counter;
        boxed.Increment();
        object? again = Boxed((Counter)boxed);
        boxed.Increment();
        Assert.Equal((0, 2, 1), (counter.Count, boxed.Count, Unboxed<Counter>(again!).Count));
        Assert.Null(Boxed<int?>(null));
        Assert.Throws<InvalidCastException>(() => Unboxed<Counter>("text"));
    });

    [Fact]
    public unsafe void Native_memory_is_explored() => Fails(static () =>
    {
        int* shared = (int*)NativeMemory.AllocZeroed(2, sizeof(int));
        int seen = 0;
        Parallel.Invoke(() => shared[1] = 1, () => seen = shared[1]);
        NativeMemory.Free(shared);
        Assert.Equal(0, seen);
    });

    [Fact]
    public unsafe void Global_memory_is_explored() => Fails(static () =>
    {
        int* shared = (int*)Marshal.AllocHGlobal(sizeof(int));
        *shared = 0;
        int seen = 0;
        Parallel.Invoke(() => Volatile.Write(ref *shared, 1), () => seen = Volatile.Read(ref *shared));
        Marshal.FreeHGlobal((nint)shared);
        Assert.Equal(0, seen);
    });

    [Fact]
    public unsafe void A_pointer_to_a_local_variable_is_not_shared() => Refuses("a pointer to a local variable is kept", static () =>
    {
        int local = 0;
        int* pointer = &local;
        Parallel.Invoke(() => *pointer = 1, () => _ = *pointer);
    });

    [Fact]
    public unsafe void A_pointer_to_shared_memory_is_not_given_away() => Refuses("NativeMemory.Clear (MemoryTests.cs:", static () =>
    {
        int* shared = (int*)NativeMemory.AllocZeroed(sizeof(int));
        Parallel.Invoke(() => NativeMemory.Clear(shared, sizeof(int)), () => *shared = 1);
    });

    [Fact]
    public void Objects_that_other_code_has_made_are_not_shared() => Refuses("memory that code which is not rewritten has made is shared", static () =>
    {
        var made = (Node)typeof(Node).GetConstructor([])!.Invoke(null);
        int seen = 0;
        Parallel.Invoke(() => made.Value = 1, () => seen = made.Value);
    });

    [Fact]
    public void Objects_that_other_code_has_made_are_read_by_all() => Passes(static () =>
    {
        var made = (Node)typeof(Node).GetConstructor([])!.Invoke(null);
        ReadOnlySpan<char> text = "text".AsSpan(1);
        Assert.Equal('e', text[0]);
        Parallel.Invoke(() => Assert.Equal(7, made.Value), () => Assert.Equal(7, made.Value), () => Assert.Equal('x', "text".AsSpan()[2]));
    });

    [Fact]
    public void A_buffer_for_the_while_of_a_call_is_its_threads_own() => Passes(static () =>
    {
        Action<string> make = static name => Assert.Equal(name, string.Create(2, name, static (to, from) => (to[0], to[1]) = (from[0], from[1])));
        Parallel.Invoke(() => make("ab"), () => make("cd"));
    });

    [Fact]
    public void A_part_of_an_array_of_bytes_is_a_number_too() => Fails(static () =>
    {
        byte[] bytes = new byte[8];
        int seen = 0;
        Parallel.Invoke(() => Unsafe.As<byte, int>(ref bytes[4]) = 1, () => seen = Unsafe.As<byte, int>(ref bytes[4]));
        Assert.Equal(0, seen);
    });

    [Fact]
    public void Interlocked_operations_are_of_all_widths() => Passes(static () =>
    {
        var fields = new Widths();
        Parallel.Invoke(
            () =>
            {
                Interlocked.Exchange(ref fields.Byte, 200);
                Interlocked.CompareExchange(ref fields.SByte, 5, -1);
                Interlocked.Exchange(ref fields.Short, -3);
                Interlocked.CompareExchange(ref fields.UShort, 65535, 0);
            },
            () =>
            {
                Swap(ref fields.Bool, true);
                Assert.Equal(FailureKind.DataRace, Swap(ref fields.Enum, FailureKind.Deadlock));
                Interlocked.Exchange(ref fields.Double, -1.5);
                Assert.Null(Swap(ref fields.Text, "text"));
            });
        Assert.Equal((200, 5, -3, 65535, true), (fields.Byte, fields.SByte, fields.Short, fields.UShort, fields.Bool));
        Assert.Equal((FailureKind.Deadlock, -1.5, "text"), (fields.Enum, fields.Double, fields.Text));
    });

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures.Select(failure => failure.Message))));
    }

    private void Fails(Action test) => Assert.Equal(ExplorationVerdict.Failed, tests.Run(test).Verdict);

    private void Refuses(string why, Action test) => Assert.Contains(why, Assert.Throws<UnsupportedCodeException>(() => tests.Run(test)).Message, StringComparison.Ordinal);

    private static object? Boxed<T>(T value) => value;

    private static T Swap<T>(ref T location, T value) => Interlocked.Exchange(ref location, value);

    private static T Unboxed<T>(object value) => (T)value;

    private interface ICounter
    {
        int Count { get; }

        void Increment();
    }

    private struct Counter : ICounter
    {
        public int Count { get; private set; }

        public void Increment() => Count++;
    }

    private sealed class Widths
    {
        public byte Byte;
        public sbyte SByte = -1;
        public short Short;
        public ushort UShort;
        public bool Bool;
        public FailureKind Enum = FailureKind.DataRace;
        public double Double;
        public string? Text;
    }

    private sealed class Node
    {
        public int Value = 7;
    }
}
