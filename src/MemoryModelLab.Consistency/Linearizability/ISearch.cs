namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>A search for a linearization that can be paused.</summary>
internal interface ISearch
{
    /// <summary>Whether there is a linearization; null while that is not known.</summary>
    bool? Answer { get; }

    /// <summary>Whether the search cannot go on: it would need too much memory.</summary>
    bool GaveUp { get; }

    /// <summary>Goes on for about <paramref name="steps"/> steps.</summary>
    void Advance(int steps);
}
