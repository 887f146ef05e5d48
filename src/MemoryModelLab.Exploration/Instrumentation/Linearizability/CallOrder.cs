using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// What an execution lets its clients see of when operations were called and answered. An execution has no clock. Clients see an order when one tells another:
/// a message, sent when an operation was answered and read before another is called, makes all of the first, and what its thread did before, happen before the
/// other and what follows it. Where the execution without the message already has something of the second ordered before something of the first, there
/// can be no such message; everywhere else there is a client that sends it, and everything else is as it was.
/// </summary>
/// <remarks>
/// So an execution stands for the histories it would be with all those messages: the order between calls that clients can give it, as in Batty,
/// Dodds and Gotsman ("Library abstraction for C/C++ concurrency", POPL 2013). All of them have to be linearizable, as if each had been explored.
/// </remarks>
internal static class CallOrder
{
    /// <summary>
    /// For each operation and each thread, how many of that thread's first operations must have been called when it is answered: operation by operation.
    /// </summary>
    /// <param name="graph">A whole execution.</param>
    /// <param name="model">Its model.</param>
    /// <param name="threads">The threads whose operations they are.</param>
    /// <param name="ends">The positions, in each of them, of the events that end its operations.</param>
    /// <param name="called">Where to put it.</param>
    public static void Of(ExecutionGraph graph, ConsistencyModel model, int[] threads, int[][] ends, Span<int> called)
    {
        int at = 0;
        Span<int> last = stackalloc int[threads.Length];
        for (int thread = 0; thread < threads.Length; thread++)
        {
            int[] events = graph.Threads[threads[thread]].Events;
            model.ForgetMarks(graph);
            last.Fill(-1);
            int position = 0;
            for (int operation = 0; operation < ends[thread].Length; operation++)
            {
                for (; position < ends[thread][operation]; position++)
                    model.MarkBefore(graph, events[position]);
                for (int other = 0; other < threads.Length; other++)
                    called[at++] = other == thread ? operation + 1 : Called(graph, model, threads[other], ends[other], ref last[other]);
            }
        }
    }

    /// <summary>How many operations of a thread have begun by its last event that is marked.</summary>
    private static int Called(ExecutionGraph graph, ConsistencyModel model, int thread, int[] ends, ref int last)
    {
        Engine.ThreadState state = graph.Threads[thread];
        int marked = state.Length - 1;
        while (marked > last && !model.IsBefore(state.Events[marked]))
            marked--;
        last = marked;
        int called = 0;
        while (called < ends.Length && (called == 0 ? 0 : ends[called - 1] + 1) <= marked)
            called++;
        return called;
    }
}
