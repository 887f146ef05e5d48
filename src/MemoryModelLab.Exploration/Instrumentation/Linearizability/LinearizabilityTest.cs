using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// Threads that call operations of one object. Each execution stands for histories (<see cref="CallOrder"/>), and the checker of linearizability
/// (Herlihy and Wing, TOPLAS 1990) says whether a specification explains them: a twin, on which the operations are done one after the other, or one
/// that histories are checked by.
/// </summary>
internal sealed class LinearizabilityTest<T>
{
    private static readonly ObjectType Twin = new("twin", ["call"]);

    private readonly Func<T> create;
    private readonly Func<T, object?>[][] threads;
    private readonly string[] names;
    private readonly Answers answers;
    private readonly HistoryJudge judge;

    private LinearizabilityTest(Func<T> create, Func<T, object?>[][] threads, string[] names, Answers answers, HistoryJudge judge)
    {
        if (names.Length > RealTimeOrders.MostOperations)
            throw new UnsupportedCodeException($"there are more than {RealTimeOrders.MostOperations} operations: take fewer threads, or fewer operations");
        (this.create, this.threads, this.names, this.answers, this.judge) = (create, threads, names, answers, judge);
    }

    /// <summary>A test against a twin.</summary>
    /// <param name="create">Makes the object.</param>
    /// <param name="twin">Makes the twin.</param>
    /// <param name="threads">The operations of each thread.</param>
    /// <exception cref="UnsupportedCodeException">There are too many operations, there is no twin, or no operation ever answers.</exception>
    public static LinearizabilityTest<T> Against(Func<T> create, Func<T> twin, Func<T, object?>[][] threads)
    {
        var answers = new Answers(mayBeErrors: true);
        var specification = new TwinSpecification<T>(twin, [.. threads.SelectMany(operations => operations)], answers);
        ObjectOperation[][] calls = Numbered(threads, (operation, number) => operation with { Argument = number });
        string[] names = [.. threads.SelectMany((operations, thread) => operations.Select((_, operation) => $"thread {thread + 1}'s operation {operation + 1}"))];
        var judge = new HistoryJudge(calls, answer => answer, (history, order, options) => LinearizableObject.Check(new ObjectHistory("execution", Twin, history), specification, order, options));
        return new LinearizabilityTest<T>(create, threads, names, answers, judge);
    }

    /// <summary>A test against a specification.</summary>
    /// <param name="create">Makes the object.</param>
    /// <param name="specification">What checks histories by it.</param>
    /// <param name="threads">The operations of each thread.</param>
    /// <exception cref="UnsupportedCodeException">There are too many operations, or one that the specification does not know.</exception>
    public static LinearizabilityTest<T> Against(Func<T> create, CheckedBy specification, SpecifiedOperation<T>[][] threads)
    {
        var answers = new Answers(mayBeErrors: false);
        SpecifiedOperation<T>[] all = [.. threads.SelectMany(operations => operations)];
        ObjectOperation[][] calls = Numbered(threads, (operation, number) => operation with { Function = all[number].Function, Argument = all[number].Argument, Expected = all[number].Expected });
        ObjectHistory known = specification.HistoryOf(calls.SelectMany(operations => operations));
        string[] names = [.. calls.SelectMany(operations => operations.Select((operation, i) => $"{operation.Client}'s {known.Call(operation)} (operation {i + 1})"))];
        // What may be named as the right answer.
        foreach (long value in (IEnumerable<long>)[.. all.Select(operation => operation.Argument), ObjectOperation.Empty])
            answers.The(value, null);
        var judge = new HistoryJudge(calls, answer => (long?)answers.All[answer].Value, (history, order, options) => specification.Check(specification.HistoryOf(history), order, options));
        Func<T, object?>[][] bodies = [.. threads.Select(operations => operations.Select(operation => (Func<T, object?>)(target => operation.Call(target))).ToArray())];
        return new LinearizabilityTest<T>(create, bodies, names, answers, judge);
    }

    /// <summary>The first thread: starts the others, and has what they answer judged.</summary>
    public void Main()
    {
        T target = create();
        Session session = Session.Current!;
        var started = new int[threads.Length];
        for (int thread = 0; thread < threads.Length; thread++)
        {
            Func<T, object?>[] operations = threads[thread];
            started[thread] = session.Start(() => Run(session, target, operations), (null, target), new OperationsCode(operations), 0);
        }
        foreach (int thread in started)
            session.Join(thread);
        session.JudgeBy(started, [.. threads.Select(operations => operations.Length)], execution => Judged(started, execution));
    }

    private LinearizabilityException? Judged(int[] threads, int[] execution)
    {
        if (judge.WhyWrong(execution, Explain) is not { } reason)
            return null;
        int[] answers = execution[..judge.Count];
        return new LinearizabilityException(reason) { IsWrong = (graph, model) => judge.WhyWrong([.. answers, .. Session.CalledIn(graph, model, threads)], Explain) is not null };
    }

    private void Run(Session session, T target, Func<T, object?>[] operations)
    {
        for (int i = 0; i < operations.Length; i++)
            session.End(i, answers.Of(operations[i], target));
    }

    private string Explain(int[] answers, int[] order)
    {
        string[] texts = [.. this.answers.All.Select(answer => answer.Value is ObjectOperation.Empty ? "nothing" : answer.ToString())];
        int next = 0;
        string got = string.Join("; ", threads.Select((operations, thread) => $"thread {thread + 1} got {string.Join(", ", operations.Select(_ => texts[answers[next++]]))}"));
        return $"not linearizable: {got}: {new Contradiction(judge, names, texts).Reason(answers, order)}";
    }

    private static ObjectOperation[][] Numbered<TOperation>(TOperation[][] threads, Func<ObjectOperation, int, ObjectOperation> complete)
    {
        int number = 0;
        return [.. threads.Select((operations, thread) => operations.Select(_ => complete(
            new ObjectOperation
            {
                Id = number,
                Client = $"thread {thread + 1}",
                Key = "object",
                Function = "call",
                Invocation = 0,
                Response = 1,
            },
            number++)).ToArray())];
    }
}
