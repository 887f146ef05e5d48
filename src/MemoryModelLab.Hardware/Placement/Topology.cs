using System.Globalization;

namespace MemoryModelLab.Hardware.Placement;

/// <summary>How the logical processors of this machine lie to each other, as Linux tells; elsewhere nothing is known.</summary>
public sealed class Topology
{
    private const string System = "/sys/devices/system/cpu";

    private readonly Dictionary<int, int[]> siblings = [];
    private readonly Dictionary<int, int> packages = [];
    private readonly Dictionary<int, Cache[]> caches = [];

    /// <summary>Reads what is known of <paramref name="processors"/>.</summary>
    /// <param name="processors">Logical processors.</param>
    /// <param name="root">Where the system tells of them.</param>
    public Topology(IReadOnlyList<int> processors, string root = System)
    {
        ArgumentNullException.ThrowIfNull(processors);
        Processors = processors;
        foreach (int processor in processors)
        {
            string folder = Path.Combine(root, "cpu" + processor.ToString(CultureInfo.InvariantCulture));
            siblings[processor] = [.. List(Read(folder, "topology", "thread_siblings_list")).Intersect(processors)];
            packages[processor] = int.TryParse(Read(folder, "topology", "physical_package_id"), CultureInfo.InvariantCulture, out int package) ? package : 0;
            caches[processor] = [.. CachesOf(Path.Combine(folder, "cache"))];
        }
    }

    /// <summary>The processors.</summary>
    public IReadOnlyList<int> Processors { get; }

    /// <summary>Whether two of them are hardware threads of one core.</summary>
    public bool HasHardwareThreads => siblings.Values.Any(own => own.Length > 1);

    /// <summary>How many sockets they are on.</summary>
    public int Packages => packages.Values.Distinct().Count();

    /// <summary>The caches of the first of them.</summary>
    public IReadOnlyList<Cache> Caches => Processors.Count > 0 ? caches[Processors[0]] : [];

    /// <summary>
    /// Orders of the processors in which to give them to threads, each a different kind of neighbourhood: on different cores of one last
    /// cache, on hardware threads of one core, on different last caches or sockets. Those this machine does not have are left out.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Placements()
    {
        if (Processors.Count == 0) return [Processors];
        int first = Processors[0];
        var kinds = new List<IReadOnlyList<int>>();
        for (int distance = 0; distance <= 2; distance++)
        {
            int wanted = distance == 0 ? 1 : distance == 1 ? 0 : 2;
            if (Processors.Count > 1 && !Processors.Skip(1).Any(other => Distance(first, other) == wanted)) continue;
            kinds.Add([first, .. Processors.Skip(1).OrderBy(other => Math.Abs(Distance(first, other) - wanted)).ThenBy(other => other)]);
        }

        return kinds;
    }

    // 0: hardware threads of one core; 1: cores that share the last cache; 2: further.
    private int Distance(int left, int right)
    {
        if (siblings[left].Contains(right)) return 0;
        if (packages[left] != packages[right]) return 2;
        Cache? last = caches[left].MaxBy(cache => cache.Level);
        return last is null || last.Processors.Contains(right) ? 1 : 2;
    }

    private static IEnumerable<Cache> CachesOf(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (string cache in Directory.GetDirectories(folder, "index*").Order(StringComparer.Ordinal))
        {
            if (!int.TryParse(Read(cache, "level"), CultureInfo.InvariantCulture, out int level)) continue;
            yield return new Cache(level, Read(cache, "type"), Read(cache, "size"), [.. List(Read(cache, "shared_cpu_list"))]);
        }
    }

    // 0-3,8,10-11
    private static IEnumerable<int> List(string text)
    {
        foreach (string range in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            if (!int.TryParse(ends[0], CultureInfo.InvariantCulture, out int from) || !int.TryParse(ends[^1], CultureInfo.InvariantCulture, out int to)) yield break;
            for (int processor = from; processor <= to; processor++) yield return processor;
        }
    }

    private static string Read(params string[] path)
    {
        string file = Path.Combine(path);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }
}
