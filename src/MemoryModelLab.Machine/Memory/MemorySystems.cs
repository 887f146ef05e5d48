using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Memory;

/// <summary>The memory systems by name.</summary>
public static class MemorySystems
{
    /// <summary>No caches.</summary>
    public const string Flat = "flat";

    /// <summary>What traces call memory without caches.</summary>
    internal const string MemoryHub = "memory";

    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [Flat, .. BusProtocols.All.Select(table => table.Name), .. DirectoryProtocols.All.Select(protocol => protocol.Name)];

    /// <summary>Whether a memory system has invalidations to queue: one on the bus.</summary>
    public static bool MayQueueInvalidations(string name) => BusProtocols.All.Any(table => table.Name == name);

    /// <summary>Makes one, its components claimed from <paramref name="layout"/>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IMemorySystem Create(MachineOptions options, Layout layout, int cores, int cells, int mostValue)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Protocol == Flat) return new FlatMemory(layout, cells, mostValue);
        var geometry = new CacheGeometry(cells, options.CellsPerLine, options.Sets, options.Ways);
        if (BusProtocols.All.FirstOrDefault(table => table.Name == options.Protocol) is { } bus) return new SnoopingCaches(bus, geometry, layout, cores, mostValue, options.InvalidateQueues);
        return DirectoryProtocols.All.FirstOrDefault(protocol => protocol.Name == options.Protocol) is { } directory
            ? new DirectoryCaches(directory, geometry, layout, cores, mostValue, options.MostMessages ?? (2 * cores) + 2)
            : throw new ArgumentException($"no memory system is called '{options.Protocol}'", nameof(options));
    }
}
