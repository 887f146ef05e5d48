using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>What a specification makes of histories.</summary>
/// <param name="Type">The operations it knows.</param>
/// <param name="Check">Checks a history, with an order beside its times.</param>
internal sealed record CheckedBy(ObjectType Type, Func<ObjectHistory, IReadOnlyCollection<(int Before, int After)>, CheckOptions, Verdict> Check)
{
    /// <summary>A history of such operations.</summary>
    /// <exception cref="UnsupportedCodeException">The specification does not know one of them.</exception>
    public ObjectHistory HistoryOf(IEnumerable<ObjectOperation> operations)
    {
        try
        {
            return new ObjectHistory("execution", Type, operations);
        }
        catch (ArgumentException unknown)
        {
            throw new UnsupportedCodeException(unknown.Message);
        }
    }
}
