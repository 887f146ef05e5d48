using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Which objects are linearizable, and why others are not.</summary>
public class LinearizabilityTests
{
    [Theory]
    [InlineData(MemoryModelKind.Sequential)]
    [InlineData(MemoryModelKind.TotalStoreOrder)]
    [InlineData(MemoryModelKind.ReleaseAcquire)]
    [InlineData(MemoryModelKind.RC11)]
    [InlineData(MemoryModelKind.DotNet)]
    public void A_write_that_comes_into_force_after_its_answer_is_found(MemoryModelKind model)
    {
        string message = Failure(Explorer.RunLinearizable(
            () => new Register(isLate: true), [[register => register.Write(1)], [register => register.Read()]], () => new Register(isLate: false), new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } }));
        Assert.Equal(
            "not linearizable: thread 1 got null; thread 2 got 0: no order explains that when thread 1's operation 1 is answered before thread 2's operation 1 is called; "
            + "thread 2's operation 1 should have answered 1, the others answering as they do", message);
    }

    [Theory]
    [InlineData(MemoryModelKind.Sequential)]
    [InlineData(MemoryModelKind.TotalStoreOrder)]
    [InlineData(MemoryModelKind.ReleaseAcquire)]
    [InlineData(MemoryModelKind.RC11)]
    [InlineData(MemoryModelKind.DotNet)]
    public void A_plain_register_is_linearizable_under_every_model(MemoryModelKind model) => Assert.Equal(
        ExplorationVerdict.Passed,
        Explorer.RunLinearizable(
            () => new Register(isLate: false),
            [[register => register.Write(1), register => register.Read()], [register => register.Write(2)], [register => register.Read(), register => register.Read()]],
            null, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } }).Exploration.Verdict);

    [Theory]
    [InlineData(MemoryModelKind.Sequential, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.TotalStoreOrder, ExplorationVerdict.Failed)]
    [InlineData(MemoryModelKind.DotNet, ExplorationVerdict.Failed)]
    public void Two_registers_in_one_are_not_where_a_read_overtakes_a_write(MemoryModelKind model, ExplorationVerdict expected)
    {
        InstrumentedResult result = Explorer.RunLinearizable(
            () => new Pair(), [[pair => pair.WriteLeft(), pair => pair.ReadRight()], [pair => pair.WriteRight(), pair => pair.ReadLeft()]], null, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } });
        Assert.Equal(expected, result.Exploration.Verdict);
        if (expected == ExplorationVerdict.Failed)
            Assert.Contains("thread 1 got null, 0; thread 2 got null, 0: no order of the operations explains that; thread 2's operation 2 should have answered 1", Failure(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_twin_throws_the_object_has_to() => Assert.Contains(
        "thread 1 got null; thread 2 got True: no order of the operations explains that; thread 1's operation 1 should have answered InvalidOperationException",
        Failure(Explorer.RunLinearizable<Cell>(() => new Cell(), [[cell => cell.Take()], [cell => cell.IsEmpty]], () => new StrictCell())), StringComparison.Ordinal);

    [Fact]
    public void An_exception_can_be_an_answer() => Explorer.Linearizable<Cell>(() => new StrictCell(), [[cell => cell.Take()], [cell => cell.Put("a")]]);

    [Fact]
    public void A_null_reference_is_no_answer_even_if_the_twin_agrees()
    {
        InstrumentedResult result = Explorer.RunLinearizable(() => new Cell(), [[cell => cell.Length()], [cell => cell.Put("a")]]);
        Assert.IsType<NullReferenceException>(Assert.Single(result.Exploration.Failures).Error);
    }

    [Fact]
    public void Answers_that_nothing_can_be_compared_with_are_refused() => Assert.Contains(
        "it should be a number, a text, or a record",
        Assert.Throws<UnsupportedCodeException>(() => Explorer.RunLinearizable(() => new Cell(), [[_ => new object()]])).Message, StringComparison.Ordinal);

    [Fact]
    public void Records_are_compared_by_what_is_in_them() => Explorer.Linearizable(
        () => new Cell(), [[cell => cell.Put("a"), cell => cell.Look()], [cell => cell.Look()]]);

    [Fact]
    public void The_answers_are_in_the_report()
    {
        InstrumentedResult result = Explorer.RunLinearizable(
            () => new Register(isLate: true), [[register => register.Write(1)], [register => register.Read()]], () => new Register(isLate: false));
        Assert.Contains("operation 1 ← 0", SourceColumns.Of(result.Exploration.Failures[0].Execution), StringComparison.Ordinal);
    }

    [Fact]
    public void A_specification_of_histories_judges_a_queue() => Explorer.Linearizable(
        () => new Slots(isAtomic: true), ObjectType.Queue,
        [
            [new(slots => slots.Put(1), "enqueue", 1), new(slots => slots.Take() ?? ObjectOperation.Empty, "dequeue")],
            [new(slots => slots.Put(2), "enqueue", 2), new(slots => slots.Take() ?? ObjectOperation.Empty, "dequeue")],
        ]);

    [Fact]
    public void Its_violations_are_told_in_its_terms() => Assert.Equal(
        "not linearizable: thread 1 got null; thread 2 got null, 0, 2: no order of the operations explains that; thread 2's dequeue() (operation 2) should have answered 1, the others answering as they do",
        Failure(Explorer.RunLinearizable(
            () => new Slots(isAtomic: false), ObjectType.Queue,
            [
                [new(slots => slots.Put(1), "enqueue", 1)],
                [new(slots => slots.Put(2), "enqueue", 2), new(slots => slots.Take() ?? ObjectOperation.Empty, "dequeue"), new(slots => slots.Take() ?? ObjectOperation.Empty, "dequeue")],
            ])));

    [Fact]
    public void A_specification_may_be_of_ones_own()
    {
        SpecifiedOperation<Register>[][] threads = [[new(register => register.WriteTwice(3), "set", 3)], [new(register => register.Read(), "get")]];
        Explorer.Linearizable(() => new Register(isLate: false), new Doubling(), threads);
        Assert.Contains("thread 2's get(0) (operation 1) should have answered 0", Failure(Explorer.RunLinearizable(() => new Register(isLate: false), new Doubling(), [[new(register => Half(register), "set", 3)], threads[1]])), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_specification_does_not_know_is_refused() => Assert.Contains(
        "a queue has no 'push' (it has enqueue, dequeue)",
        Assert.Throws<UnsupportedCodeException>(() => Explorer.RunLinearizable(() => new Slots(isAtomic: true), ObjectType.Queue, [[new(slots => slots.Put(1), "push", 1)]])).Message, StringComparison.Ordinal);

    private static long? Half(Register register)
    {
        register.Write(3);
        return null;
    }

    private static string Failure(InstrumentedResult result)
    {
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
        return result.Exploration.Failures[0].Message;
    }

    /// <summary>A register; a late one keeps what is written until the next write.</summary>
    private sealed class Register(bool isLate)
    {
        private int _kept;
        private int _value;

        public object? Write(int value)
        {
            _value = isLate ? _kept : value;
            _kept = value;
            return null;
        }

        public long? WriteTwice(int value)
        {
            _value = 2 * value;
            return null;
        }

        public int Read() => _value;
    }

    /// <summary>Answers twice what was set last.</summary>
    private sealed class Doubling : ISequentialSpecification<long>
    {
        public long Initial => 0;

        public bool TryApply(long state, ObjectOperation operation, out long next)
        {
            next = operation.Function == "set" ? operation.Argument : state;
            return operation.Answer is not { } answer || answer == 2 * state;
        }
    }

    /// <summary>A queue of a few.</summary>
    private sealed class Slots(bool isAtomic)
    {
        private readonly long[] _slots = new long[4];
        private int _put;
        private int _taken;

        public long? Put(long value)
        {
            if (isAtomic)
                Monitor.Enter(_slots);
            _slots[_put++] = value;
            if (isAtomic)
                Monitor.Exit(_slots);
            return null;
        }

        public long? Take()
        {
            if (isAtomic)
                Monitor.Enter(_slots);
            long? taken = _taken < _put ? _slots[_taken++] : null;
            if (isAtomic)
                Monitor.Exit(_slots);
            return taken;
        }
    }

    private sealed class Pair
    {
        private volatile int _left;
        private volatile int _right;

        public object? WriteLeft()
        {
            _left = 1;
            return null;
        }

        public object? WriteRight()
        {
            _right = 1;
            return null;
        }

        public int ReadLeft() => _left;

        public int ReadRight() => _right;
    }

    private class Cell
    {
        private string? _content;

        public bool IsEmpty => Volatile.Read(ref _content) is null;

        public virtual object? Take() => Interlocked.Exchange(ref _content, null);

        public object? Put(string content)
        {
            Volatile.Write(ref _content, content);
            return null;
        }

        public int Length() => Volatile.Read(ref _content)!.Length;

        public Content Look() => new Content(Volatile.Read(ref _content));
    }

    private sealed class StrictCell : Cell
    {
        public override object Take() => base.Take() ?? throw new InvalidOperationException("it is empty");
    }

    private sealed record Content(string? Text);
}
