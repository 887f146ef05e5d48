using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation.Linearizability;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>
/// The ends of operations whose answers are judged. They are events, each a write to memory of its own, for a thread may not be run again in an execution; and what
/// is between two of them is one operation.
/// </content>
internal sealed partial class Session
{
    private static readonly int OperationSite = SiteTable.Add(new Site("answer", "end of", null, 0));

    private readonly Dictionary<(int Thread, int Operation), int> _ends = [];
    private readonly Dictionary<int, object> _endsOf = [];

    /// <summary>The running thread has done an operation.</summary>
    public void End(int operation, Answer answer)
    {
        _rounds.StopRepeating();
        _runner.Write(new Access(LocationOf(operation), MemoryOrder.Plain, OperationSite), BitsOf(answer));
    }

    /// <summary>Waits for the end of a thread.</summary>
    public void Join(int thread)
    {
        _rounds.StopRepeating();
        _runner.Join(thread, 0);
    }

    /// <summary>What the operations of threads that have ended answered; and, of this execution, <see cref="CallOrder.Of"/>.</summary>
    public Answer[][] Answers(int[] threads, out int[] called)
    {
        _runner.ForgetRun();
        ExecutionGraph graph = _runner.Search.Graph;
        int[][] ends = [.. threads.Select(thread => EndsIn(graph, graph.Threads[thread]))];
        called = CallOrder.Of(graph, _runner.Model, threads, ends);
        return [.. threads.Zip(ends, (thread, positions) => positions.Select(at => (Answer)_runner.Objects[graph.Events[graph.Threads[thread].Events[at]].Value]!).ToArray())];
    }

    /// <summary>Of an execution of threads with operations, <see cref="CallOrder.Of"/>.</summary>
    public static int[] CalledIn(ExecutionGraph graph, ConsistencyModel model, int[] threads) =>
        CallOrder.Of(graph, model, threads, [.. threads.Select(thread => EndsIn(graph, graph.Threads[thread]))]);

    private static int[] EndsIn(ExecutionGraph graph, Engine.ThreadState thread) =>
        [.. Enumerable.Range(0, thread.Length).Where(at => graph.Events[thread.Events[at]].Site == OperationSite)];

    private int LocationOf(int operation)
    {
        if (_ends.TryGetValue((Thread, operation), out int known))
            return known;
        if (!_endsOf.TryGetValue(Thread, out object? owner))
            _endsOf.Add(Thread, owner = new object());
        Answer? none = null;
        return _ends[(Thread, operation)] = _runner.Names.Add(_runner.Objects.NumberOf(owner), ref none, $"operation {operation + 1}");
    }
}
