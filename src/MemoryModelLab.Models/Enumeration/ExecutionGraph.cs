using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>One execution, for showing: its events and its relations by name.</summary>
/// <param name="Events">The events, initial writes first, then thread by thread in program order.</param>
/// <param name="Relations">The relations by their name in cat, in the order to show them.</param>
public sealed record ExecutionGraph(
    IReadOnlyList<GraphEvent> Events, IReadOnlyList<KeyValuePair<string, BitMatrix>> Relations)
{
    /// <summary>The relation called <paramref name="name"/>.</summary>
    public BitMatrix this[string name] => Relations.First(r => r.Key == name).Value;
}

/// <summary>An event of an <see cref="ExecutionGraph"/>.</summary>
/// <param name="Event">The event.</param>
/// <param name="Location">The location's name; null for a fence.</param>
/// <param name="Value">The value read or written; 0 for a fence.</param>
/// <param name="ValueText">The value as states print it: an address is its location's name.</param>
public sealed record GraphEvent(ExecutionEvent Event, string? Location, long Value, string ValueText);
