using System.Collections.ObjectModel;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Code that is not rewritten sees what threads share, and what it makes is shared as anything; what it keeps for several threads is refused.</summary>
public class OpaqueCodeTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void A_method_of_a_number_reads_it() => BothAreSeen(static seen =>
    {
        int x = 0;
        Parallel.Invoke(() => x = 1, () => seen(x.Equals(1)));
    });

    [Fact]
    public void A_method_that_is_given_an_array_reads_it() => BothAreSeen(static seen =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(() => array[1] = 1, () => seen(Array.IndexOf(array, 1) == 1));
    });

    [Fact]
    public void A_method_that_is_given_a_span_reads_it() => BothAreSeen(static seen =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(() => array[1] = 1, () => seen(array.AsSpan().Contains(1)));
    });

    [Fact]
    public void A_method_that_is_given_a_sequence_reads_it() => BothAreSeen(static seen =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(() => array[1] = 1, () => seen(array.Sum() == 1));
    });

    [Fact]
    public void A_query_reads_the_array_it_is_of_when_it_is_asked() => BothAreSeen(static seen =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(() => array[1] = 1, () =>
        {
            IEnumerable<int> query = array.Where(x => x == 1);
            seen(query.Distinct().Count() == 1);
        });
    });

    [Fact]
    public void A_query_of_an_array_of_ones_own_reads_what_is_there() => Passes(static () =>
    {
        int[] shared = [0, 0];
        int seen = 0;
        Parallel.Invoke(() => shared[1] = 1, () => seen = shared[1] + 1);
        int[] own = [seen, seen];
        Assert.Equal(2, own.Where(x => x != 0).ToArray().Length);
    });

    [Fact]
    public void An_enumerator_reads_the_array_it_is_of() => BothAreSeen(static seen =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(() => array[1] = 1, () => seen(Total(array) == 1));
    });

    [Fact]
    public void A_query_reads_what_the_code_it_calls_back_has_written() => Passes(static () =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(() => { }, () => Assert.Equal(11, array.Select((x, i) => i == 0 ? array[1] = 5 : x + 1).Sum()));
    });

    [Fact]
    public void A_query_reads_after_the_code_it_calls_back()
    {
        BothAreSeen(static seen =>
        {
            int[] array = [0, 0];
            int turn = 0;
            Parallel.Invoke(
                () => { if (Volatile.Read(ref turn) == 1) array[1] = 1; },
                () => seen(array.Select((x, i) => { Volatile.Write(ref turn, 1); return x; }).Sum() == 1));
        });
        Passes(static () =>
        {
            int[] array = [0, 0];
            int isSet = 0;
            Parallel.Invoke(
                () => { array[1] = 1; Volatile.Write(ref isSet, 1); },
                () =>
                {
                    bool wasSet = false;
                    int sum = array.Select((x, i) => { if (i == 0) wasSet = Volatile.Read(ref isSet) == 1; return x; }).Sum();
                    Assert.True(!wasSet || sum == 1);
                });
        });
    }

    [Fact]
    public void Views_of_an_array_read_it()
    {
        BothAreSeen(static seen =>
        {
            int[] array = [0, 0];
            Parallel.Invoke(() => array[1] = 1, () => seen(new ArraySegment<int>(array, 1, 1)[0] == 1));
        });
        BothAreSeen(static seen =>
        {
            int[] array = [0, 0];
            Parallel.Invoke(() => array[1] = 1, () => seen(new Memory<int>(array, 1, 1).ToArray()[0] == 1));
        });
        BothAreSeen(static seen =>
        {
            int[] array = [0, 0];
            Parallel.Invoke(() => array[1] = 1, () => seen(Total(new ArraySegment<int>(array, 1, 1)) == 1));
        });
        BothAreSeen(static seen =>
        {
            int[] array = [0, 0];
            Parallel.Invoke(() => array[1] = 1, () =>
            {
                int total = 0;
                foreach (int number in new ArraySegment<int>(array, 0, 2))
                    total += number;
                seen(total == 1);
            });
        });
        BothAreSeen(static seen =>
        {
            Memory<int> view = new int[1];
            Parallel.Invoke(() => view = new int[2], () => seen(view.Length == 2));
        });
    }

    [Fact]
    public void A_constructor_reads_what_it_is_given() => BothAreSeen(static seen =>
    {
        byte[] bytes = new byte[4];
        Parallel.Invoke(() => bytes[0] = 1, () => seen(BitConverter.ToInt32(bytes, 0) == 1));
    });

    [Fact]
    public void A_method_writes_where_it_is_given_an_address() => BothAreSeen(static seen =>
    {
        var cell = new Cell();
        Parallel.Invoke(() => Assert.True(int.TryParse("1", out cell.Value)), () => seen(cell.Value == 1));
    });

    [Fact]
    public void Arrays_are_copied_element_by_element() => BothAreSeen(static seen =>
    {
        int[] array = [0, 0];
        Parallel.Invoke(
            () => Array.Copy((int[])[1, 1], array, 2),
            () =>
            {
                int[] copy = (int[])array.Clone();
                seen(copy[0] == 0 && copy[1] == 1);
            });
    });

    [Fact]
    public void An_array_that_a_method_returns_is_shared_as_any() => BothAreSeen(static seen =>
    {
        int[] array = Enumerable.Repeat(0, 2).ToArray();
        Parallel.Invoke(() => array[1] = 1, () => seen(array[1] == 1));
    });

    [Fact]
    public void Objects_that_the_framework_creates_are_shared_as_any() => BothAreSeen(static seen =>
    {
        var cell = Make<Cell>();
        var copy = cell.Copy();
        Parallel.Invoke(() => { cell.Value = 1; copy.Value = 1; }, () => seen(cell.Value == 0 && copy.Value == 1));
    }, MemoryModelKind.RC11);

    [Fact]
    public void Fields_of_an_exception_are_shared_as_any() => BothAreSeen(static seen =>
    {
        var failure = new Failure();
        Parallel.Invoke(() => failure.Code = 1, () => seen(failure.Code == 1));
    });

    [Fact]
    public void A_box_and_an_exception_are_found_again_by_who_shared_them() => Passes(static () =>
    {
        object? slot = null;
        int x = 0;
        Action own = () =>
        {
            foreach (object mine in (object[])[x, new InvalidOperationException()])
            {
                if (Interlocked.CompareExchange(ref slot, mine, null) == null)
                    Assert.Same(mine, Interlocked.Exchange(ref slot, null));
                x++;
            }
        };
        Parallel.Invoke(own, () => x = 2);
    });

    [Fact]
    public void An_object_that_one_changes_and_another_reads_is_refused() => IsRefused("Collection`1", static () =>
    {
        var items = new Collection<int>();
        Parallel.Invoke(() => { lock (items) items.Add(1); }, () => { lock (items) Assert.Empty(items); });
    });

    [Fact]
    public void Arrays_of_several_dimensions_are_refused() => IsRefused("several dimensions", static () =>
    {
        int[,] square = new int[1, 1];
        Parallel.Invoke(() => square[0, 0] = 1, () => Assert.Equal(0, square[0, 0]));
    });

    private delegate int Change(ref int number);

    [Fact]
    public void What_accesses_memory_that_is_not_known_is_refused_by_name()
    {
        IsRefused("a delegate of Interlocked.Increment", static () =>
        {
            int x = 0;
            Change change = Interlocked.Increment;
            Parallel.Invoke(() => change(ref x), () => change(ref x));
        });
        IsRefused("a delegate of Enumerable.Sum", static () =>
        {
            Func<IEnumerable<int>, int> sum = Enumerable.Sum;
            Parallel.Invoke(() => sum([1]));
        });
        IsRefused("Unsafe.CopyBlock", static () =>
        {
            byte[] bytes = [0, 1];
            System.Runtime.CompilerServices.Unsafe.CopyBlock(ref bytes[0], ref bytes[1], 1);
        });
        IsRefused("FieldInfo.SetValue", static () => typeof(Cell).GetField(nameof(Cell.Value))!.SetValue(new Cell(), 1));
    }

    [Fact]
    public void What_runs_outside_is_refused_by_name()
    {
        IsRefused("CancellationTokenSource", static () => new CancellationTokenSource().Cancel());
        IsRefused("ArrayPool.Shared", static () => System.Buffers.ArrayPool<int>.Shared.Rent(1)[0] = 1);
    }

    private static int Total(IEnumerable<int> numbers)
    {
        int total = 0;
        foreach (int number in numbers)
            total += number;
        return total;
    }

    private static T Make<T>()
        where T : new() => new();

    /// <summary>There are executions in which something is seen, and others.</summary>
    private void BothAreSeen(Action<Action<bool>> program, MemoryModelKind model = MemoryModelKind.DotNet)
    {
        var options = new ExplorationOptions { Model = model };
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(program, seen => Assert.False(seen), options).Verdict);
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(program, seen => Assert.True(seen), options).Verdict);
    }

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures)));
    }

    private void IsRefused(string what, Action test) => Assert.Contains(what, Assert.Throws<UnsupportedCodeException>(() => tests.Run(test)).Message);

    private sealed class Cell
    {
        public int Value;

        public Cell Copy() => (Cell)MemberwiseClone();
    }

#pragma warning disable CA1032 // thrown by nobody
    private sealed class Failure : Exception
#pragma warning restore CA1032
    {
        public int Code;
    }
}
