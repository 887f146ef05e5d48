using System.Collections.Concurrent;

namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>Orderings in the place of those the source has, by site, and the sites that were met.</summary>
/// <param name="changed">The orderings that are changed.</param>
internal sealed class SiteOrderings(IReadOnlyDictionary<int, Ordering> changed)
{
    private readonly ConcurrentDictionary<int, Ordering> _met = new();

    /// <summary>The sites of events, and how the source orders them.</summary>
    public IReadOnlyDictionary<int, Ordering> Met => _met;

    /// <summary>How an event at a site is ordered.</summary>
    public Ordering At(int site, Ordering written)
    {
        _met.TryAdd(site, written);
        return changed.GetValueOrDefault(site, written);
    }
}
