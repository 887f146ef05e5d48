using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>Where in the program accesses are made: those of the framework's code are told by the line of the program's own that has called it.</content>
internal sealed partial class Session
{
    private readonly Dictionary<(int Inner, int Outer), int> within = [];
    private int ownSite;

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
        ownSite = site;
        if (!IsPrologue && orderings?.OfCall(site) is { } fence)
            AddFence(fence, site);
    }

    /// <summary>A site as it is told.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Seen(int site) => SiteTable.IsInner(site) ? Within(site) : site;

    private int Within(int site)
    {
        if (!within.TryGetValue((site, ownSite), out int seen))
            within.Add((site, ownSite), seen = SiteTable.Within(site, ownSite));
        return seen;
    }
}
