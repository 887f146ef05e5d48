using System.Collections.Concurrent;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Recording;
using Xunit.Abstractions;

namespace MemoryModelLab.Consistency.Tests.Recording;

public class HistoryRecorderTests(ITestOutputHelper output)
{
    [Fact]
    public void A_test_of_a_store_is_three_lines()
    {
        var store = new ConcurrentDictionary<string, int>();

        using var recorder = new HistoryRecorder<string, int>();
        Parallel.For(0, 1000, i => { recorder.Write("x", i, (key, value) => store[key] = value); recorder.Read("x", key => store[key]); });
        recorder.Verify("linearizable").ThrowUnlessSatisfied();
    }

    [Fact]
    public void A_store_that_forgets_a_write_is_caught()
    {
        var store = new ConcurrentDictionary<string, int> { ["x"] = 0 };
        using var recorder = new HistoryRecorder<string, int>();
        for (int i = 1; i < 100; i++)
        {
            recorder.Write("x", i, (key, value) => store[key] = value == 50 ? 49 : value);
            recorder.Read("x", key => store[key]);
        }

        ConsistencyException e = Assert.Throws<ConsistencyException>(() => recorder.Verify().ThrowUnlessSatisfied());
        Assert.Equal(Judgement.Violated, e.Verdict.Judgement);
        Assert.Contains("x=49", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_with_the_same_text_are_two()
    {
        DateTime noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        using var recorder = new HistoryRecorder<DateTime, int>();
        recorder.Write(noon, 1, (_, _) => { });
        recorder.Write(noon.AddMilliseconds(5), 2, (_, _) => { });
        recorder.Read(noon, _ => 1);
        recorder.Verify().ThrowUnlessSatisfied();
        Assert.Equal(2, recorder.ToHistory().Keys.Count);
    }

    [Fact]
    public async Task An_asynchronous_method_is_a_client()
    {
        var store = new ConcurrentDictionary<string, int>();
        using var recorder = new HistoryRecorder<string, int>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async t =>
        {
            HistoryClient<string, int> client = recorder.NewClient();
            for (int i = 1; i <= 50; i++)
            {
                long begun = HistoryClock.Now;
                await Task.Yield();
                store["x"] = (1000 * t) + i;
                client.Write("x", (1000 * t) + i, begun);
            }
        }));
        History history = recorder.ToHistory();
        Assert.Equal((200, 4), (history.Operations.Length, history.Operations.ToArray().Select(o => o.Client).Distinct().Count()));
        recorder.Verify().ThrowUnlessSatisfied();
    }

    [Fact]
    public void Every_operation_of_every_thread_is_there_once_and_in_order()
    {
        using var recorder = new HistoryRecorder<int, long>();
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(t => new Thread(() =>
        {
            HistoryClient<int, long> client = recorder.Client;
            for (int i = 0; i < 10_000; i++) client.Write(t, (t * 10_000) + i, i % 2 == 0 ? HistoryClock.Now : client.Next);
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        History history = recorder.ToHistory();
        Assert.Equal(30_000, history.Operations.Length);
        foreach (IGrouping<int, Operation> session in history.Operations.ToArray().GroupBy(o => o.Client))
        {
            long[] values = [.. session.Select(o => o.Value)];
            Assert.Equal(Enumerable.Range(0, 10_000).Select(i => values[0] + i), values);
        }
    }

    [Fact]
    public void A_write_that_throws_is_of_unknown_outcome_and_its_thread_goes_on_as_another_client()
    {
        using var recorder = new HistoryRecorder<string, string>("nothing");
        Assert.Throws<TimeoutException>(() => recorder.Write("x", "lost?", (_, _) => throw new TimeoutException()));
        recorder.Read("x", _ => "nothing");
        recorder.Read("x", _ => "lost?");
        History history = recorder.ToHistory();
        Assert.Equal(Outcome.Info, history.Operations[0].Outcome);
        Assert.NotEqual(history.Operations[0].Client, history.Operations[1].Client);
        Assert.Equal("lost?", history.Text(history.Operations[0].Value));
        recorder.Verify().ThrowUnlessSatisfied();
    }

    [Fact]
    public void Values_are_told_apart_by_equality_not_by_their_text()
    {
        using var recorder = new HistoryRecorder<string, object>(0L);
        object first = new Same(), second = new Same();
        recorder.Write("x", first, (_, _) => { });
        recorder.Write("x", second, (_, _) => { });
        recorder.Read("x", _ => first);
        Assert.Equal(Judgement.Violated, recorder.Verify().Judgement);
    }

    [Fact]
    public void An_unknown_model_is_named() =>
        Assert.Contains("'linear'", Assert.Throws<ArgumentException>(() => new HistoryRecorder<int, int>().Verify("linear")).Message, StringComparison.Ordinal);

    [MeasureFact]
    public void What_recording_costs()
    {
        const int Operations = 1_000_000;
        long sum = 0;
        for (int round = 0; round < 10; round++)
        {
            using var recorder = new HistoryRecorder<long, long>();
            HistoryClient<long, long> client = recorder.Client;
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < Operations; i++) client.Write(1, i, HistoryClock.Now);
            TimeSpan recorded = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < Operations; i++) client.Write(1, i, client.Next);
            TimeSpan tight = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < Operations; i++) sum += HistoryClock.Now + HistoryClock.Now;
            TimeSpan clock = Environment.CpuUsage.TotalTime;
            output.WriteLine(FormattableString.Invariant($"{(recorded - start).TotalNanoseconds / Operations:F1} ns an operation, {(tight - recorded).TotalNanoseconds / Operations:F1} with one reading of the clock; two readings alone take {(clock - tight).TotalNanoseconds / Operations:F1} ({sum & 1})"));
        }
    }

    private sealed class Same
    {
        public override string ToString() => "same";
    }
}

/// <summary>A measurement, for a quiet machine: with MML_MEASURE set.</summary>
internal sealed class MeasureFactAttribute : FactAttribute
{
    public MeasureFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("MML_MEASURE") is null) Skip = "This measures; set MML_MEASURE on a quiet machine.";
    }
}
