namespace MemoryModelLab.Consistency.Objects;

/// <summary>First in, first out: <c>enqueue</c>, and <c>dequeue</c>, which answers <see cref="ObjectOperation.Empty"/> where nothing is there.</summary>
internal sealed class QueueSpecification : ISequentialSpecification<Sequence>
{
    public Sequence Initial => Sequence.Empty;

    public bool TryApply(Sequence state, ObjectOperation operation, out Sequence next)
    {
        next = operation.Function == "enqueue" ? state.Append(operation.Argument) : state.Count > 0 ? state.WithoutFirst() : state;
        return operation.Function == "enqueue" || operation.Answer is not { } answer || answer == (state.Count > 0 ? state.First : ObjectOperation.Empty);
    }
}

/// <summary>Last in, first out: <c>push</c>, and <c>pop</c>, which answers <see cref="ObjectOperation.Empty"/> where nothing is there.</summary>
internal sealed class StackSpecification : ISequentialSpecification<Sequence>
{
    public Sequence Initial => Sequence.Empty;

    public bool TryApply(Sequence state, ObjectOperation operation, out Sequence next)
    {
        next = operation.Function == "push" ? state.Append(operation.Argument) : state.Count > 0 ? state.WithoutLast() : state;
        return operation.Function == "push" || operation.Answer is not { } answer || answer == (state.Count > 0 ? state.Last : ObjectOperation.Empty);
    }
}

/// <summary>Members: <c>add</c> and <c>remove</c> answer whether they changed anything, <c>contains</c> whether it is one, <c>read</c> all.</summary>
internal sealed class SetSpecification : ISequentialSpecification<Sequence>
{
    public Sequence Initial => Sequence.Empty;

    public bool TryApply(Sequence state, ObjectOperation operation, out Sequence next)
    {
        next = state;
        if (operation.Function == "read") return operation.Items is null || state.IsSame([.. operation.Items.Order()]);
        bool isMember = state.Contains(operation.Argument), answer = operation.Function == "add" ? !isMember : isMember;
        if (operation.Function == "add" && !isMember) next = state.Insert(operation.Argument);
        if (operation.Function == "remove" && isMember) next = state.Remove(operation.Argument);
        return operation.Answer is not { } given || given == (answer ? 1 : 0);
    }
}

/// <summary>A sum: <c>add</c>, which may answer the new sum, and <c>read</c>.</summary>
internal sealed class CounterSpecification : ISequentialSpecification<long>
{
    public long Initial => 0;

    public bool TryApply(long state, ObjectOperation operation, out long next)
    {
        next = operation.Function == "add" ? unchecked(state + operation.Argument) : state;
        return operation.Answer is not { } answer || answer == next;
    }
}

/// <summary>A list that grows: <c>append</c>, and <c>read</c>, which answers all of it.</summary>
internal sealed class AppendSpecification : ISequentialSpecification<Sequence>
{
    public Sequence Initial => Sequence.Empty;

    public bool TryApply(Sequence state, ObjectOperation operation, out Sequence next)
    {
        next = operation.Function == "append" ? state.Append(operation.Argument) : state;
        return operation.Function == "append" || operation.Items is null || state.IsSame(operation.Items);
    }
}

/// <summary>A register: <c>read</c>, <c>write</c>, <c>cas</c>, which answers whether it found what it expected, and <c>delete</c>.</summary>
internal sealed class RegisterSpecification(long initial) : ISequentialSpecification<long>
{
    public long Initial => initial;

    public bool TryApply(long state, ObjectOperation operation, out long next)
    {
        next = operation.Function switch
        {
            "write" => operation.Argument,
            "delete" => initial,
            "cas" when state == operation.Expected => operation.Argument,
            _ => state,
        };
        return operation.Answer is not { } answer || operation.Function switch
        {
            "read" => answer == state,
            "cas" => answer == (state == operation.Expected ? 1 : 0),
            _ => true,
        };
    }
}

/// <summary>A text: <c>read</c>, <c>write</c>, and <c>append</c>, which adds to its end.</summary>
internal sealed class TextSpecification(ObjectHistory history) : ISequentialSpecification<string>
{
    public string Initial => history.Text(history.Initial);

    public bool TryApply(string state, ObjectOperation operation, out string next)
    {
        next = operation.Function switch
        {
            "write" => history.Text(operation.Argument),
            "append" => state + history.Text(operation.Argument),
            _ => state,
        };
        return operation.Function != "read" || operation.Answer is not { } answer || history.Text(answer) == state;
    }
}
