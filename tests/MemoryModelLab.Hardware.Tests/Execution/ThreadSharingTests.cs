using MemoryModelLab.Hardware.Execution;

namespace MemoryModelLab.Hardware.Tests.Execution;

public class ThreadSharingTests
{
    // Lah's numbers: the ways to put n things in k lines, none of them empty.
    [Theory]
    [InlineData(3, 2, 6)]
    [InlineData(4, 2, 36)]
    [InlineData(4, 3, 12)]
    [InlineData(5, 2, 240)]
    [InlineData(3, 1, 6)]
    public void Every_way_to_take_turns_comes_once(int threads, int workers, int ways)
    {
        string[] all = [.. ThreadSharing.All(threads, workers, 1).Select(sharing => string.Join('|', sharing.Workers.Select(own => string.Join(',', own)).Order()) + ":" + sharing.Turn)];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(ways, all.Select(way => way[..way.IndexOf(':', StringComparison.Ordinal)]).Distinct().Count());
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 8)]
    public void Nobody_takes_turns_where_there_are_cores_enough(int threads, int workers) => Assert.False(Assert.Single(ThreadSharing.All(threads, workers, 1)).IsShared);

    [Fact]
    public void Of_many_threads_some_ways_are_tried_and_none_leaves_a_thread_or_a_worker_out()
    {
        IReadOnlyList<ThreadSharing> all = ThreadSharing.All(9, 4, 1);
        Assert.InRange(all.Count, 100, 1000);
        Assert.All(all, sharing =>
        {
            Assert.Equal(Enumerable.Range(0, 9), sharing.Workers.SelectMany(own => own).Order());
            Assert.All(sharing.Workers, own => Assert.NotEmpty(own));
        });
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(16, 64)]
    [InlineData(10, 37)]
    public void Every_thread_runs_every_iteration_once_and_in_the_order_of_the_turns(int start, int size)
    {
        var sharing = new ThreadSharing([[2, 0], [1]], 4);
        var runs = new List<(int Thread, int Iteration)>();
        for (int worker = 0; worker < 2; worker++) sharing.Run(worker, start, size, (thread, from, to) => runs.AddRange(Enumerable.Range(from, to - from).Select(i => (thread, i))));
        Assert.Equal(3 * size, runs.Count);
        Assert.Equal(3 * size, runs.Distinct().Count());
        Assert.All(Enumerable.Range(0, size), i => Assert.True(runs.IndexOf((2, i)) < runs.IndexOf((0, i))));
    }

    [Fact]
    public void Workers_with_fewer_fences_are_given_the_rest()
    {
        Assert.Equal([0, 0, 2], new ThreadSharing([[0, 1], [2]], 4).Missing([1, 1, 0]));
        Assert.Equal([1, 0, 0], new ThreadSharing([[0, 1], [2]], 4).Missing([0, 1, 2]));
        Assert.Equal([0, 0], ThreadSharing.None(2).Missing([0, 0]));
    }
}
