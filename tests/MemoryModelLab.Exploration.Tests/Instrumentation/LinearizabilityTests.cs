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

        public int Read() => _value;
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
