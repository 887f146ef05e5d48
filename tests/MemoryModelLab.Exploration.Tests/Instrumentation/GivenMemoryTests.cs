using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What a thread has written before it starts another is no event for that one; whatever else threads see of each other is.</summary>
public class GivenMemoryTests
{
    [Fact]
    public void Closures_of_threads_are_no_part_of_an_execution()
    {
        ExplorationFailure failure = Assert.Single(Explorer.Run(static () =>
        {
            int x = 0;
            var threads = new Thread[3];
            for (int i = 0; i < threads.Length; i++)
            {
                int me = i;
                (threads[i] = new Thread(() =>
                {
                    int mine = me;
                    Interlocked.Add(ref x, mine);
                })).Start();
            }
            foreach (Thread thread in threads)
                thread.Join();
            throw new InvalidOperationException("the end");
        }).Exploration.Failures);
        Assert.Equal(["x"], failure.Execution.Events.Select(e => e.Location).Where(location => location.Length > 0).Distinct());
    }

    [Fact]
    public void A_variable_that_goes_on_changing_is_seen_to()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            int[] seen = new int[2];
            var threads = new Thread[2];
            int i;
            for (i = 0; i < 2; i++)
            {
                int me = i;
                (threads[i] = new Thread(() => seen[me] = i)).Start();
            }
            foreach (Thread thread in threads)
                thread.Join();
            if (seen[0] == 2 && seen[1] == 1)
                throw new InvalidOperationException("the first thread saw more than the second");
        });
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void What_is_written_after_the_start_is_seen_or_not(int missed)
    {
        InstrumentedResult result = Explorer.Run(() =>
        {
            var gate = new Thread(static () => { });
            gate.Start();
            var box = new Box { Value = missed };
            var reader = new Thread(() =>
            {
                if (box.Value != missed)
                    throw new InvalidOperationException("written since");
            });
            reader.Start();
            gate.Join();
            box.Value = 7;
            reader.Join();
        });
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
    }

    /// <summary>The memory of the parent is that of the execution at hand, whichever was explored before.</summary>
    [Fact]
    public void Threads_are_given_what_this_execution_has_made() => Explorer.Check(static () =>
    {
        int x = 0, y = 0;
        var writer = new Thread(() =>
        {
            x = 1;
            x = 2;
        });
        writer.Start();
        var first = new Box { Value = x };
        var outer = new Thread(() =>
        {
            int seen = x;
            var second = new Box { Value = (10 * first.Value) + seen };
            int mine = second.Value;
            var inner = new Thread(() =>
            {
                for (int i = 0; i < 2; i++)
                    Interlocked.Add(ref y, second.Value + (x < 0 ? 1 : 0));
            });
            inner.Start();
            inner.Join();
            if (y != 2 * mine || mine != (10 * first.Value) + seen)
                throw new InvalidOperationException($"{y} is not twice {mine}");
        });
        int given = first.Value;
        outer.Start();
        outer.Join();
        writer.Join();
        if (first.Value != given || y / 2 / 10 != given)
            throw new InvalidOperationException($"{y} does not come of {given}");
    });

    private sealed class Box
    {
        public int Value;
    }
}
