using MemoryModelLab.Hardware.Placement;

namespace MemoryModelLab.Hardware.Tests.Placement;

public sealed class TopologyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("topology").FullName;

    [Fact]
    public void Neighbourhoods_are_told_apart()
    {
        // Two sockets of two cores of two hardware threads, numbered as Linux does: 0-3 first threads, 4-7 second ones.
        for (int processor = 0; processor < 8; processor++)
        {
            int core = processor % 4, socket = core / 2;
            Write(processor, "topology/thread_siblings_list", $"{core},{core + 4}");
            Write(processor, "topology/physical_package_id", $"{socket}");
            Write(processor, "cache/index3/level", "3");
            Write(processor, "cache/index3/type", "Unified");
            Write(processor, "cache/index3/size", "8M");
            Write(processor, "cache/index3/shared_cpu_list", socket == 0 ? "0-1,4-5" : "2-3,6-7");
        }

        var topology = new Topology([0, 1, 2, 3, 4, 5, 6, 7], root);
        Assert.True(topology.HasHardwareThreads);
        Assert.Equal(2, topology.Packages);
        Assert.Equal([0, 1, 4, 5], Assert.Single(topology.Caches).Processors);
        Assert.Equal([(0, 1), (0, 4), (0, 2)], topology.Placements().Select(placement => (placement[0], placement[1])));
        Assert.All(topology.Placements(), placement => Assert.Equal(8, placement.Distinct().Count()));
    }

    [Fact]
    public void Two_plain_cores_have_one_placement()
    {
        for (int processor = 0; processor < 2; processor++)
        {
            Write(processor, "topology/thread_siblings_list", $"{processor}");
            Write(processor, "cache/index3/level", "3");
            Write(processor, "cache/index3/shared_cpu_list", "0-1");
        }

        var topology = new Topology([0, 1], root);
        Assert.False(topology.HasHardwareThreads);
        Assert.Equal([0, 1], Assert.Single(topology.Placements()));
    }

    [Fact]
    public void Where_nothing_is_told_there_is_one_placement() =>
        Assert.Equal([5, 6], Assert.Single(new Topology([5, 6], Path.Combine(root, "absent")).Placements()));

    [Fact]
    public void Without_processors_to_bind_to_there_is_the_scheduler() => Assert.Empty(Assert.Single(new Topology([], root).Placements()));

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Write(int processor, string file, string text)
    {
        string path = Path.Combine(root, $"cpu{processor}", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }
}
