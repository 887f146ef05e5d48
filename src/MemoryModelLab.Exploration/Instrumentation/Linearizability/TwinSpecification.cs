using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>What a twin answers when the operations are done on it one after the other, as a specification that the checkers of histories know.</summary>
internal sealed class TwinSpecification<T> : ISequentialSpecification<TwinState>
{
    private const int MostStates = 200_000;

    private readonly Func<T> create;
    private readonly Func<T, object?>[] operations;
    private readonly Answers answers;
    private int states;

    /// <summary>A specification.</summary>
    /// <param name="create">Makes the twin.</param>
    /// <param name="operations">All operations, by number.</param>
    /// <param name="answers">The answers.</param>
    /// <exception cref="UnsupportedCodeException">There is no twin, or what it answers cannot be compared with.</exception>
    public TwinSpecification(Func<T> create, Func<T, object?>[] operations, Answers answers)
    {
        (this.create, this.operations, this.answers) = (create, operations, answers);
        Answer[] once = InSequence();
        Answer[] again = InSequence();
        if (once.Length > 0 && once.All(answer => answer.Error is not null))
            throw new UnsupportedCodeException($"every operation throws, one after the other on the twin: {string.Join(", ", once.Select(answer => answer.ToString()))}");
        for (int i = 0; i < once.Length; i++)
        {
            if (once[i] != again[i])
                throw new UnsupportedCodeException($"what an operation answers, {once[i]}, is not equal to what it answers when all is done again: it should be a number, a text, or a record");
        }
    }

    /// <inheritdoc/>
    public TwinState Initial { get; } = new([], null);

    /// <inheritdoc/>
    public bool TryApply(TwinState state, ObjectOperation operation, out TwinState next)
    {
        next = state.After((int)operation.Argument, LastOf);
        return operation.Answer is not { } answer || answer == next.Answer!.Number;
    }

    private Answer LastOf(int[] done)
    {
        if (++states > MostStates)
            throw new UnsupportedCodeException($"there are more than {MostStates} orders of the operations: take fewer threads, or fewer operations");
        T twin = Create();
        for (int i = 0; i < done.Length - 1; i++)
            AnswerOf(twin, done[i]);
        return AnswerOf(twin, done[^1]);
    }

    private Answer[] InSequence()
    {
        T twin = Create();
        return [.. Enumerable.Range(0, operations.Length).Select(operation => AnswerOf(twin, operation))];
    }

    private T Create() => create() ?? throw new UnsupportedCodeException("what the operations are called on is null");

    private Answer AnswerOf(T twin, int operation)
    {
        try
        {
            return answers.Of(operations[operation], twin);
        }
        catch (Exception fault) when (Answers.IsFault(fault))
        {
            // Nothing answers so: an order in which the twin does explains nothing.
            return answers.The(null, fault.GetType());
        }
    }
}
