using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What is not explored is refused, or listed, by name.</summary>
public sealed class RefusedCodeTests
{
    [Fact]
    public void AsynchronousMethodsAreRefusedByName()
    {
        var refused = Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () => Wait().Wait()));
        Assert.Contains("async/await is not supported", refused.Message);
        Assert.Contains(nameof(Wait), refused.Message);
    }

    [Theory]
    [InlineData("Timer", "Timer..ctor")]
    [InlineData("Semaphore", "Semaphore is not supported")]
    [InlineData("ThreadPool", "ThreadPool.QueueUserWorkItem")]
    [InlineData("TaskCompletionSource", "TaskCompletionSource..ctor")]
    [InlineData("ContinueWith", "Task.ContinueWith(Action<Task>)")]
    [InlineData("Barrier", "Barrier..ctor(Int32, Action<Barrier>)")]
    public void WhatCannotBeExploredIsNamed(string name, string expected)
    {
        var refused = Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(() =>
        {
            switch (name)
            {
                case "Timer": new Timer(_ => { }).Dispose(); break;
                case "Semaphore": new Semaphore(0, 1).WaitOne(); break;
                case "ThreadPool": ThreadPool.QueueUserWorkItem(_ => { }); break;
                case "TaskCompletionSource": new TaskCompletionSource().SetResult(); break;
                case "ContinueWith": Task.Run(() => { }).ContinueWith(_ => { }).Wait(); break;
                default: new Barrier(1, _ => { }).SignalAndWait(); break;
            }
        }));
        Assert.Contains(expected, refused.Message);
    }

    [Fact]
    public void CodeThatIsNotRewrittenIsListed()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            int count = 0;
            var other = new Thread(() => count = Enumerable.Range(0, 1).Count());
            other.Start();
            other.Join();
        });
        Assert.Contains("Enumerable.Range", result.OpaqueCalls.Select(site => site.Member));
    }

    private static async Task Wait()
    {
        await Task.Yield();
        throw new InvalidOperationException("not reached");
    }
}
