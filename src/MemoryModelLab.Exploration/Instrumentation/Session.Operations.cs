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

    private readonly Dictionary<(int Thread, int Operation), int> ends = [];
    private readonly Dictionary<int, object> endsOf = [];

    /// <summary>The running thread has done an operation.</summary>
    public void End(int operation, Answer answer)
    {
        rounds.StopRepeating();
        runner.Write(new Access(LocationOf(operation), MemoryOrder.Plain, OperationSite), BitsOf(answer));
    }

    /// <summary>Waits for the end of a thread.</summary>
    public void Join(int thread)
    {
        rounds.StopRepeating();
        runner.Join(thread, 0);
    }

    /// <summary>Has executions judged, once all threads have ended.</summary>
    /// <param name="threads">The threads whose operations they are.</param>
    /// <param name="counts">How many each has.</param>
    /// <param name="judge">Says what is wrong, given the numbers of the answers and <see cref="CallOrder.Of"/> of the execution; or null.</param>
    public void JudgeBy(int[] threads, int[] counts, Func<int[], Exception?> judge)
    {
        int[][] ends = [.. counts.Select(count => new int[count])];
        int[] execution = new int[counts.Sum() * (1 + threads.Length)];
        runner.Judge = () =>
        {
            ReadExecution(threads, ends, execution);
            return judge(execution);
        };
    }

    /// <summary>Of an execution of threads with operations, <see cref="CallOrder.Of"/>.</summary>
    public static int[] CalledIn(ExecutionGraph graph, ConsistencyModel model, int[] threads)
    {
        int[][] ends = [.. threads.Select(thread => EndsIn(graph, graph.Threads[thread]))];
        int[] called = new int[ends.Sum(operations => operations.Length) * threads.Length];
        CallOrder.Of(graph, model, threads, ends, called);
        return called;
    }

    private static int[] EndsIn(ExecutionGraph graph, Engine.ThreadState thread) =>
        [.. Enumerable.Range(0, thread.Length).Where(at => graph.Events[thread.Events[at]].Site == OperationSite)];

    private void ReadExecution(int[] threads, int[][] ends, int[] execution)
    {
        ExecutionGraph graph = runner.Search.Graph;
        int answered = 0;
        for (int i = 0; i < threads.Length; i++)
        {
            Engine.ThreadState thread = graph.Threads[threads[i]];
            for (int at = 0, end = 0; at < thread.Length; at++)
            {
                ref Event e = ref graph.Events[thread.Events[at]];
                if (e.Site != OperationSite)
                    continue;
                ends[i][end++] = at;
                execution[answered++] = ((Answer)runner.Objects[e.Value]!).Number;
            }
        }
        CallOrder.Of(graph, runner.Model, threads, ends, execution.AsSpan(answered));
    }

    private int LocationOf(int operation)
    {
        if (ends.TryGetValue((Thread, operation), out int known))
            return known;
        if (!endsOf.TryGetValue(Thread, out object? owner))
            endsOf.Add(Thread, owner = new object());
        Answer? none = null;
        return ends[(Thread, operation)] = runner.Names.Add(runner.Objects.NumberOf(owner), ref none, $"operation {operation + 1}");
    }
}
