using System.CommandLine;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>The options that say what a simulated system is and does.</summary>
/// <param name="ops">How many operations there are unless asked otherwise.</param>
internal sealed class SystemOptions(int ops)
{
    private const int MostKeys = 1000, MostMicroseconds = 100_000_000;
    private static readonly ReplicaOptions Default = new();

    private readonly Option<int> clients = Number("--clients", "The clients", Default.Clients);
    private readonly Option<int> replicas = Number("--replicas", "The replicas; the third is far from the others", Default.Replicas);
    private readonly Option<int> keys = Number("--keys", "The keys", Default.Keys);
    private readonly Option<int> operations = Number("--ops", "How many operations are invoked", ops);
    private readonly Option<int> seed = Number("--seed", "What chance depends on", Default.Seed);
    private readonly Option<double> reads = new("--reads") { Description = "The share of reads", DefaultValueFactory = _ => Default.Reads };
    private readonly Option<int> think = Number("--think", "Microseconds a client thinks between operations, on average", Default.Think);
    private readonly Option<double> loss = new("--loss") { Description = "The share of messages that are lost, and sent again, three times at most; so many are doubled", DefaultValueFactory = _ => Default.Network.Loss };
    private readonly Option<string?> partition = new("--partition") { Description = "Cut the third replica off, from and to in milliseconds, e.g. 1000-3000" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[clients, replicas, keys, operations, reads, think, loss, partition, seed]) command.Options.Add(option);
    }

    /// <exception cref="UsageException">A number is out of its range.</exception>
    public ReplicaOptions Read(ParseResult parsed)
    {
        (long from, long to) = Partition(parsed.GetValue(partition));
        double lost = Share("--loss", parsed.GetValue(loss));
        return new ReplicaOptions
        {
            Clients = InRange("--clients", parsed.GetValue(clients), 1, ReplicaOptions.MostClients),
            Replicas = InRange("--replicas", parsed.GetValue(replicas), 1, Clock.Size),
            Keys = InRange("--keys", parsed.GetValue(keys), 1, MostKeys),
            Operations = InRange("--ops", parsed.GetValue(operations), 1, ReplicaOptions.MostOperations),
            Reads = Share("--reads", parsed.GetValue(reads)),
            Think = InRange("--think", parsed.GetValue(think), 0, MostMicroseconds),
            Seed = parsed.GetValue(seed),
            Network = new NetworkOptions { Loss = lost, Duplicates = lost, PartitionFrom = from, PartitionTo = to },
        };
    }

    private static (long From, long To) Partition(string? given)
    {
        if (given is null) return (long.MaxValue, long.MaxValue);
        string[] parts = given.Split('-');
        if (parts.Length == 2 && int.TryParse(parts[0], out int from) && int.TryParse(parts[1], out int to) && from >= 0 && from < to) return (from * 1000L, to * 1000L);
        throw new UsageException($"--partition {given}: expected two numbers of milliseconds, from-to, e.g. 1000-3000");
    }

    private static double Share(string option, double given) =>
        given is >= 0 and <= 1 ? given : throw new UsageException(FormattableString.Invariant($"{option} {given}: expected a share from 0 to 1"));

    private static int InRange(string option, int given, int least, int most) =>
        given >= least && given <= most ? given : throw new UsageException($"{option} {given}: expected a number from {least} to {most}");

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
