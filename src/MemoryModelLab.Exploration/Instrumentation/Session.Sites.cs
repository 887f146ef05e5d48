using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>Where in the program accesses are made: those of the framework's code are told by the line of the program's own that has called it.</content>
internal sealed partial class Session
{
    private readonly Dictionary<(int Inner, int Outer), int> _within = [];
    private int _ownSite;

    /// <summary>Where a model is called from, whose own accesses have no site.</summary>
    public int CallerSite { get; private set; }

    /// <summary>A call of a model.</summary>
    public void CallFrom(int site)
    {
        LeaveAt(site);
        CallerSite = Seen(site);
    }

    /// <summary>The program's own code calls other code.</summary>
    public void LeaveAt(int site)
    {
        if (SiteTable.IsInner(site))
            return;
        _ownSite = site;
        if (!IsPrologue && _orderings?.OfCall(site) is { } fence)
            AddFence(fence, site);
    }

    /// <summary>A site as it is told.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Seen(int site) => SiteTable.IsInner(site) ? Within(site) : site;

    private int Within(int site)
    {
        if (!_within.TryGetValue((site, _ownSite), out int seen))
            _within.Add((site, _ownSite), seen = SiteTable.Within(site, _ownSite));
        return seen;
    }
}
