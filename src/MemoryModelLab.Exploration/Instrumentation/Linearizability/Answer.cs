namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>What an operation returned, or the exception it threw.</summary>
/// <param name="Value">The value; a struct or a record is compared by what is in it.</param>
/// <param name="Error">The exception's type, or null.</param>
internal sealed record Answer(object? Value, Type? Error)
{
    /// <summary>Does an operation.</summary>
    public static Answer Of<T>(Func<T, object?> operation, T target)
    {
        try
        {
            return new Answer(operation(target), null);
        }
        catch (Exception error) when (!Session.IsOurs(error))
        {
            // An operation may answer by an exception; whether it should have is the comparison's to say.
            return new Answer(null, error.GetType());
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Error?.Name ?? Value?.ToString() ?? "null";
}
