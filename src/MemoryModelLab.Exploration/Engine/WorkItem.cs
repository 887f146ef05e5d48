namespace MemoryModelLab.Exploration.Engine;

/// <summary>An alternative that is still to be explored, from the graph cut back to <paramref name="Event"/>.</summary>
/// <param name="Kind">What is done differently.</param>
/// <param name="Event">The event it is about: the last that stays.</param>
/// <param name="Other">The store read from, the store to be placed after, or the read that is revisited.</param>
/// <param name="Revisited">Of a <see cref="WorkKind.Place"/>: the read this write has revisited, or -1.</param>
internal readonly record struct WorkItem(WorkKind Kind, int Event, int Other, int Revisited = -1);

/// <summary>The kinds of alternatives.</summary>
internal enum WorkKind : byte
{
    /// <summary>A read reads from another store that was there already.</summary>
    ReadFrom,

    /// <summary>A write has another place in coherence order.</summary>
    Place,

    /// <summary>A read that was added earlier reads from this write.</summary>
    Revisit,
}
