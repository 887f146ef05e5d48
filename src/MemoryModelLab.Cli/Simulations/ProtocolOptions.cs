using System.CommandLine;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Verification;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>The options of <c>mml sim --protocol … --exhaustive</c> without a test.</summary>
internal sealed class ProtocolOptions
{
    private readonly Option<int?> caches = new("--caches") { Description = "Without a test: how many caches (default 3)" };
    private readonly Option<int?> lines = new("--lines") { Description = "Without a test: how many lines (default 1; lines do not interact)" };
    private readonly Option<int?> words = new("--words") { Description = "Without a test: how many words a line has, of which a store writes one (default 2, and 1 with several lines)" };
    private readonly Option<int?> values = new("--values") { Description = "Without a test: how many values a store may write (default 2)" };
    private readonly Option<bool> noSymmetry = new("--no-symmetry") { Description = "Without a test: count states that differ in the names of caches, lines or values as different" };

    public IReadOnlyList<Option> All => [caches, lines, words, values, noSymmetry];

    /// <summary>What was asked for.</summary>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public ProtocolCheckOptions Read(ParseResult parsed, string protocol, int? mostStates)
    {
        if (protocol == MemorySystems.Flat)
            throw new UsageException($"sim: expected tests, or a protocol to explore by itself: --protocol {string.Join(", ", MemorySystems.Names.Where(name => name != MemorySystems.Flat))}");
        var options = new ProtocolCheckOptions { Protocol = protocol };
        return options with
        {
            Caches = InRange("--caches", parsed.GetValue(caches) ?? options.Caches, ProtocolCheck.MostCaches),
            Lines = InRange("--lines", parsed.GetValue(lines) ?? options.Lines, ProtocolCheck.MostLines),
            Words = InRange("--words", parsed.GetValue(words) ?? (parsed.GetValue(lines) is null or 1 ? 2 : 1), ProtocolCheck.MostWords),
            Values = InRange("--values", parsed.GetValue(values) ?? options.Values, ProtocolCheck.MostValues),
            UsesSymmetry = !parsed.GetValue(noSymmetry),
            MostStates = mostStates ?? options.MostStates,
        };
    }

    /// <summary>Refuses what would be ignored.</summary>
    public void RefuseWithTests(ParseResult parsed)
    {
        foreach (Option option in All)
        {
            if (parsed.GetResult(option) is { Implicit: false }) throw new UsageException($"{option.Name} is for a protocol by itself; a test brings its own threads, locations and values");
        }
    }

    private static int InRange(string option, int given, int most) =>
        given >= 1 && given <= most ? given : throw new UsageException($"{option} {given}: expected a number from 1 to {most}");
}
