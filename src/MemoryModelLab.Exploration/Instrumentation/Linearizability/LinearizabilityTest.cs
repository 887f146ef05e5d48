using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// Threads that call operations of one object. Each execution stands for histories (<see cref="CallOrder"/>), and the checker of linearizability
/// (Herlihy and Wing, TOPLAS 1990) says whether a twin, on which the operations are done one after the other, explains them.
/// </summary>
internal sealed class LinearizabilityTest<T>
{
    private static readonly ObjectType Twin = new("twin", ["call"]);
    private static readonly CheckOptions Unbounded = new() { TimeLimit = Timeout.InfiniteTimeSpan, WithWitness = false };

    private readonly Func<T> _create;
    private readonly Func<T, object?>[][] _threads;
    private readonly string[] _names;
    private readonly Answers _answers = new();
    private readonly HistoryJudge _judge;

    /// <summary>A test.</summary>
    /// <param name="create">Makes the object.</param>
    /// <param name="twin">Makes the twin.</param>
    /// <param name="threads">The operations of each thread.</param>
    /// <exception cref="UnsupportedCodeException">There are too many operations, there is no twin, or no operation ever answers.</exception>
    public LinearizabilityTest(Func<T> create, Func<T> twin, Func<T, object?>[][] threads)
    {
        (_create, _threads) = (create, threads);
        _names = [.. threads.SelectMany((operations, thread) => operations.Select((_, operation) => $"thread {thread + 1}'s operation {operation + 1}"))];
        if (_names.Length > RealTimeOrders.MostOperations)
            throw new UnsupportedCodeException($"there are more than {RealTimeOrders.MostOperations} operations: take fewer threads, or fewer operations");
        var specification = new TwinSpecification<T>(twin, [.. threads.SelectMany(operations => operations)], _answers);
        _judge = new HistoryJudge(Calls(threads), (operations, order) => LinearizableObject.Check(new ObjectHistory("execution", Twin, operations), specification, order, Unbounded));
    }

    /// <summary>The first thread: starts the others, and has judged what they answered.</summary>
    public void Main()
    {
        T target = _create();
        Session session = Session.Current!;
        var started = new int[_threads.Length];
        for (int thread = 0; thread < _threads.Length; thread++)
        {
            Func<T, object?>[] operations = _threads[thread];
            started[thread] = session.Start(() => Run(session, target, operations), (null, target), new OperationsCode(operations), 0);
        }
        foreach (int thread in started)
            session.Join(thread);
        Answer[][] answers = session.Answers(started, out int[] called);
        if (Initialiser.Make(null, () => WhyWrong(answers, called)) is { } reason)
        {
            long?[] numbers = Numbered(answers);
            throw new LinearizabilityException(reason) { IsWrong = (graph, model) => _judge.Judge(numbers, Session.CalledIn(graph, model, started)) is not null };
        }
    }

    private void Run(Session session, T target, Func<T, object?>[] operations)
    {
        for (int i = 0; i < operations.Length; i++)
            session.End(i, _answers.Of(operations[i], target));
    }

    private string? WhyWrong(Answer[][] answers, int[] called)
    {
        long?[] numbers = Numbered(answers);
        if (_judge.Judge(numbers, called) is not { } order)
            return null;
        string got = string.Join("; ", answers.Select((thread, number) => $"thread {number + 1} got {string.Join(", ", thread.Select(answer => answer.ToString()))}"));
        var contradiction = new Contradiction(_judge, _names, _answers.All.ToDictionary(answer => (long)answer.Number, answer => answer.ToString()));
        return $"not linearizable: {got}: {contradiction.Reason(numbers, order)}";
    }

    private static long?[] Numbered(Answer[][] answers) => [.. answers.SelectMany(thread => thread).Select(answer => (long?)answer.Number)];

    private static ObjectOperation[][] Calls(Func<T, object?>[][] threads)
    {
        int number = 0;
        return [.. threads.Select((operations, thread) => operations.Select(_ => new ObjectOperation
        {
            Id = number,
            Client = $"thread {thread + 1}",
            Key = "object",
            Function = "call",
            Argument = number++,
            Invocation = 0,
            Response = 1,
        }).ToArray())];
    }
}
