using System.CommandLine;
using MemoryModelLab.Litmus;
using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Timed;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>The options of <c>mml sim --timed</c>.</summary>
internal sealed class TimedChoice
{
    /// <summary>The workloads one after another.</summary>
    public const string AllWorkloads = "all";

    private readonly Option<bool> timed = new("--timed") { Description = "In time: seeded, with latencies and counters a line; a test again and again, or --workload" };
    private readonly Option<string?> workload = new("--workload") { Description = $"With --timed: {string.Join(", ", TimedWorkloads.All.Keys)}, or all" };
    private readonly Option<int?> cores = new("--cores") { Description = $"With --workload: how many cores (default 8, at most {TimedOptions.MostCores})" };
    private readonly Option<int?> rounds = new("--rounds") { Description = "With --timed and a test: how often it runs (default 1000)" };
    private readonly Option<long?> events = new("--events") { Description = "With --workload: how many memory events (default 5000000)" };
    private readonly Option<string?> interconnect = new("--interconnect") { Description = "With --timed: directory (default) or bus" };
    private readonly Option<string?> latencies = new("--latencies") { Description = "With --timed: cycles of L1,L2,bus,hop,directory,memory (default 4,14,20,30,10,200)" };

    private static IEnumerable<ProtocolTable> Coherent => BusProtocols.All.Where(table => !table.Name.StartsWith("broken", StringComparison.Ordinal));

    public IReadOnlyList<Option> All => [timed, workload, cores, rounds, events, interconnect, latencies];

    /// <summary>Whether time was asked for; refuses what else would be ignored.</summary>
    public bool IsWanted(ParseResult parsed)
    {
        if (parsed.GetValue(timed)) return true;
        foreach (Option option in All)
        {
            if (parsed.GetResult(option) is { Implicit: false }) throw new UsageException($"{option.Name} is for --timed");
        }

        return false;
    }

    public string? Workload(ParseResult parsed)
    {
        string? name = parsed.GetValue(workload);
        if (name is null or AllWorkloads || TimedWorkloads.All.ContainsKey(name)) return name;
        throw new UsageException($"--workload {name}: there is no such{Suggestion.For(name, TimedWorkloads.All.Keys)} (there are {string.Join(", ", TimedWorkloads.All.Keys)}, all)");
    }

    public int Rounds(ParseResult parsed) => (int)InRange("--rounds", parsed.GetValue(rounds) ?? 1000, 100_000);

    public long Events(ParseResult parsed) => InRange("--events", parsed.GetValue(events) ?? 5_000_000, 100_000_000_000);

    public TimedOptions Read(ParseResult parsed, string? protocol, int? perLine, ulong seed)
    {
        var options = new TimedOptions();
        string name = protocol ?? options.Protocol.Name;
        return options with
        {
            Protocol = Coherent.FirstOrDefault(table => table.Name == name)
                ?? throw new UsageException($"--timed --protocol {name}: expected one of {string.Join(", ", Coherent.Select(table => table.Name))}: here caches hold no values, so no fault would show; --interconnect directory says how they reach each other"),
            Cores = (int)InRange("--cores", parsed.GetValue(cores) ?? options.Cores, TimedOptions.MostCores),
            CellsPerLine = perLine ?? options.CellsPerLine,
            Seed = seed,
            Interconnect = parsed.GetValue(interconnect) switch
            {
                null or "directory" => Interconnect.Directory,
                "bus" => Interconnect.Bus,
                string other => throw new UsageException($"--interconnect {other}: expected directory or bus"),
            },
            Latencies = parsed.GetValue(latencies) is { } given ? LatenciesOf(given) : options.Latencies,
        };
    }

    private static Latencies LatenciesOf(string given)
    {
        string[] parts = given.Split(',');
        int[] cycles = [.. parts.Select(part => int.TryParse(part, out int value) && value is >= 1 and <= 100_000 ? value : 0)];
        if (cycles.Length != 6 || cycles.Contains(0)) throw new UsageException($"--latencies {given}: expected six numbers from 1 to 100000: L1,L2,bus,hop,directory,memory");
        return new Latencies(cycles[0], cycles[1], cycles[2], cycles[3], cycles[4], cycles[5]);
    }

    private static long InRange(string option, long given, long most) =>
        given >= 1 && given <= most ? given : throw new UsageException($"{option} {given}: expected a number from 1 to {most}");
}
