namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The sites of all rewritten code by number; 0 is no site.</summary>
public static class SiteTable
{
    // The number of a site in code of the framework has this bit.
    private const int Inner = 1 << 30;

    private static readonly Site None = new("?", "?", null, 0);
    private static readonly List<Site> Sites = [None];
    private static readonly Dictionary<(int Inner, int Outer), int> Combined = [];
    private static readonly Lock Gate = new();

    /// <summary>The site with a number.</summary>
    public static Site Get(int number)
    {
        lock (Gate)
            return (uint)(number & ~Inner) < (uint)Sites.Count ? Sites[number & ~Inner] : None;
    }

    /// <summary>Whether a site is in code of the framework, of which there is no source.</summary>
    internal static bool IsInner(int number) => (number & Inner) != 0;

    /// <summary>Adds a site in code of the framework.</summary>
    internal static int AddInner(Site site) => Add(site) | Inner;

    /// <summary>A site in code of the framework, as the line of the program that has called it.</summary>
    internal static int Within(int inner, int outer)
    {
        (Site called, Site caller) = (Get(inner), Get(outer));
        if (caller.File is null)
            return inner;
        lock (Gate)
        {
            if (Combined.TryGetValue((inner, outer), out int known))
                return known;
            Sites.Add(called with { Via = called.Method, Method = caller.Method, File = caller.File, Line = caller.Line, Column = caller.Column, IsAccess = false });
            return Combined[(inner, outer)] = Sites.Count - 1;
        }
    }

    /// <summary>Adds a site.</summary>
    internal static int Add(Site site)
    {
        lock (Gate)
        {
            Sites.Add(site);
            return Sites.Count - 1;
        }
    }
}
