namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What addresses are taken to depend on: only what they must. Each program that fails is one the .NET model, and ARM64, lets fail.</summary>
public class DependencyTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    private static readonly Node Single = new();

    [Fact]
    public void An_object_that_is_captured_does_not_depend_on_a_read_that_returns_it_too() => IsOutOfOrder(static () =>
    {
        var node = new Node();
        Node? owner = null;
        var (isMine, seen) = (false, -1);
        Parallel.Invoke(
            () => { node.Value = 1; Volatile.Write(ref owner, node); },
            () => { isMine = owner == node; seen = node.Value; });
        Assert.False(isMine && seen == 0);
    });

    [Fact]
    public void A_static_object_does_not_depend_on_a_read_that_returns_it_too() => IsOutOfOrder(static () =>
    {
        Node? owner = null;
        var (isMine, seen) = (false, -1);
        Parallel.Invoke(
            () => { Single.Value = 1; Volatile.Write(ref owner, Single); },
            () => { isMine = owner == Single; seen = Single.Value; });
        Assert.False(isMine && seen == 0);
    });

    [Fact]
    public void Of_two_reads_that_return_an_object_the_address_may_come_from_the_second() => IsOutOfOrder(static () =>
    {
        var node = new Node();
        var (first, second) = ((Node?)null, (Node?)null);
        Node? found = null;
        int seen = -1;
        Parallel.Invoke(
            () => { second = node; Interlocked.MemoryBarrier(); node.Value = 1; Volatile.Write(ref first, node); },
            () =>
            {
                found = first;
                var other = second;
                if (other != null) seen = other.Value;
            });
        Assert.False(found != null && seen == 0);
    });

    [Fact]
    public void Reads_through_two_reads_of_a_field_may_be_out_of_order() => IsOutOfOrder(static () =>
    {
        Node? shared = null;
        var (early, late) = (-1, -1);
        Parallel.Invoke(
            () =>
            {
                var node = new Node { Value = 1 };
                shared = node;
                node.Value = 2;
            },
            () =>
            {
                if (shared != null) early = shared.Value;
                if (shared != null) late = shared.Value;
            });
        Assert.False(early == 2 && late == 1);
    });

    [Fact]
    public void What_is_published_is_seen_through_the_read_that_finds_it() => IsInOrder(static () =>
    {
        Node? shared = null;
        Parallel.Invoke(
            () => shared = new Node { Value = 1 },
            () =>
            {
                var node = shared;
                Assert.True(node == null || node.Value == 1);
            });
    });

    [Fact]
    public void What_is_published_is_seen_through_a_field_that_is_read_again() => IsInOrder(static () =>
    {
        Node? shared = null;
        Parallel.Invoke(
            () => shared = new Node { Value = 1 },
            () =>
            {
                while (shared == null)
                {
                }
                Assert.Equal(1, shared.Value);
                Assert.Equal(1, shared.Value);
            });
    });

    [Fact]
    public void A_dependency_is_known_however_much_a_thread_has_done_before() => IsInOrder(static () =>
    {
        var (shared, other) = ((Node?)null, 0);
        Parallel.Invoke(
            () => { shared = new Node { Value = 1 }; Volatile.Write(ref other, 1); },
            () =>
            {
                for (int i = 0; i < 70; i++) Interlocked.MemoryBarrier();
                var node = shared;
                Assert.True(node == null || node.Value == 1);
            });
    });

    private void IsOutOfOrder(Action test)
    {
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(test).Verdict);
        Assert.Equal(ExplorationVerdict.Passed, tests.Run(test, new ExplorationOptions { Model = MemoryModelKind.TotalStoreOrder }).Verdict);
    }

    private void IsInOrder(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures)));
    }

    private sealed class Node
    {
        public int Value;
    }
}
