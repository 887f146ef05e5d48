using System.CommandLine;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware.Campaigns;

namespace MemoryModelLab.Cli.Campaigns;

/// <summary>The options of <c>mml run</c> that make a campaign of it.</summary>
internal sealed class CampaignOptions
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(1);

    private readonly Option<string?> time = new("--time") { Description = "Spread this time over all tests, more over those that still show new things: 90s, 10m, 1h30m" };
    private readonly Option<string?> results = new("--results") { Description = "Keep each batch in this file (JSON lines), and go on where it ends" };

    public void AddTo(Command command)
    {
        command.Options.Add(time);
        command.Options.Add(results);
    }

    /// <summary>Whether a campaign is asked for.</summary>
    public bool AreAsked(ParseResult parsed) => parsed.GetValue(time) is not null || parsed.GetValue(results) is not null;

    /// <summary>How long.</summary>
    /// <exception cref="UsageException">The option says no duration.</exception>
    public TimeSpan Budget(ParseResult parsed) => parsed.GetValue(time) is not { } text
        ? Usual
        : DurationSyntax.Parse(text) ?? throw new UsageException($"--time {text}: expected a duration of at most a year, as in 90s, 10m, 1h30m");

    /// <summary>The results file; null for none.</summary>
    /// <exception cref="UsageException">It cannot be made there.</exception>
    /// <exception cref="ResultsFileException">Nor be written.</exception>
    public string? File(ParseResult parsed)
    {
        string? path = parsed.GetValue(results);
        if (path == "-") throw new UsageException("--results -: expected a file, for a campaign reads it when it goes on");
        TextFile.Prepare("--results", path);
        if (path is not null) ResultsLog.Probe(path);
        return path;
    }
}
