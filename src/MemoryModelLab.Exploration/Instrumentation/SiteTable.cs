namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The sites of all rewritten code by number; 0 is no site.</summary>
public static class SiteTable
{
    private static readonly Site None = new("?", "?", null, 0);
    private static readonly List<Site> Sites = [None];
    private static readonly Lock Gate = new();

    /// <summary>The site with a number.</summary>
    public static Site Get(int number)
    {
        lock (Gate)
            return (uint)number < (uint)Sites.Count ? Sites[number] : None;
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
