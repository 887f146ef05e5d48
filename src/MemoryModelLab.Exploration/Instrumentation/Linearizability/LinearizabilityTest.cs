using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// Threads that call operations of one object, and a twin that says what they may answer: every order of the operations that keeps each
/// thread's own is tried on the twin beforehand, so that an execution is judged by looking its answers up.
/// </summary>
/// <remarks>
/// Executions have no clock: what is before what is each thread's own order. Linearizability proper (Herlihy and Wing, TOPLAS 1990) also keeps
/// the order of operations of different threads that did not overlap. Such an order between threads shows in an execution only through other
/// memory they share, and there is none here beside the object.
/// </remarks>
internal sealed class LinearizabilityTest<T>
{
    private const int MostOrders = 100_000;
    private readonly Func<T> _create;
    private readonly Func<T, object?>[][] _threads;
    private readonly HashSet<Answers> _allowed = [];

    /// <summary>A test.</summary>
    /// <param name="create">Makes the object.</param>
    /// <param name="twin">Makes the twin, on which operations are done one after the other.</param>
    /// <param name="threads">The operations of each thread.</param>
    /// <exception cref="UnsupportedCodeException">There are too many orders of the operations, there is no twin, or no operation ever answers.</exception>
    public LinearizabilityTest(Func<T> create, Func<T> twin, Func<T, object?>[][] threads)
    {
        (_create, _threads) = (create, threads);
        int left = MostOrders;
        foreach (int[] order in Orders([.. threads.Select(operations => operations.Length)], []))
        {
            if (left-- == 0)
                throw new UnsupportedCodeException($"there are more than {MostOrders} orders of the operations: take fewer threads, or fewer operations");
            _allowed.Add(InSequence(twin() ?? throw new UnsupportedCodeException("what the operations are called on is null"), order));
        }
        if (_allowed.All(answers => answers.AreErrors))
            throw new UnsupportedCodeException($"every operation throws, in every order: {_allowed.First()}");
    }

    /// <summary>The first thread: starts the others, and judges what they answered.</summary>
    public void Main()
    {
        T target = _create();
        var answers = new Answer[_threads.Length][];
        var started = new int[_threads.Length];
        for (int thread = 0; thread < _threads.Length; thread++)
        {
            Func<T, object?>[] operations = _threads[thread];
            Answer[] own = answers[thread] = Hooks.NewArray<Answer>(operations.Length);
            started[thread] = Session.Current!.Start(() => Run(target, operations, own), (null, target), new OperationsCode(operations), 0);
        }
        foreach (int thread in started)
            SharedMemory.Join(thread);
        var all = new Answers([.. answers.Select(Read)]);
        if (!_allowed.Contains(all))
            throw new LinearizabilityException(all.ToString());
    }

    // What a thread answered is kept as events: it may not be run again in this execution.
    private static void Run(T target, Func<T, object?>[] operations, Answer[] answers)
    {
        for (int i = 0; i < operations.Length; i++)
            Hooks.StoreElement(answers, i, Answer.Of(operations[i], target), 0);
    }

    private static Answer[] Read(Answer[] answers)
    {
        var read = new Answer[answers.Length];
        for (int i = 0; i < read.Length; i++)
            read[i] = Hooks.LoadElement(answers, i, 0);
        return read;
    }

    private static IEnumerable<int[]> Orders(int[] left, int[] before)
    {
        if (left.All(count => count == 0))
            yield return before;
        for (int thread = 0; thread < left.Length; thread++)
        {
            if (left[thread] == 0)
                continue;
            int[] rest = [.. left];
            rest[thread]--;
            foreach (int[] order in Orders(rest, [.. before, thread]))
                yield return order;
        }
    }

    private Answers InSequence(T twin, int[] order)
    {
        Answer[][] answers = [.. _threads.Select(operations => new Answer[operations.Length])];
        int[] next = new int[_threads.Length];
        foreach (int thread in order)
        {
            int operation = next[thread]++;
            answers[thread][operation] = Answer.Of(_threads[thread][operation], twin);
        }
        return new Answers(answers);
    }
}
