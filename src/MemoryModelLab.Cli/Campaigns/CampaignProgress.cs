using MemoryModelLab.Hardware.Campaigns;

namespace MemoryModelLab.Cli.Campaigns;

/// <summary>Says on standard error how far a campaign is: a line that changes on a terminal, a line a minute elsewhere.</summary>
internal sealed class CampaignProgress(Campaign campaign, TimeSpan budget) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly bool live = !Console.IsErrorRedirected;
    private TimeSpan nextLine = campaign.Spent + Between;

    /// <summary>A test is about to run.</summary>
    public void Step(CampaignTest test)
    {
        TimeSpan spent = campaign.Spent;
        string far = $"{DurationSyntax.Print(spent)} of {DurationSyntax.Print(budget)}";
        if (live)
        {
            int filled = (int)Math.Min(Width, Width * (spent / budget));
            Console.Error.Write($"\r\u001b[K[{new string('#', filled)}{new string('.', Width - filled)}] {far}, {campaign.Batches} batches, {campaign.Totals.Sum(t => t.Outcomes.Count)} outcomes seen, {test.Identity.Name}\r");
        }
        else if (spent >= nextLine)
        {
            nextLine = spent + Between;
            Console.Error.WriteLine($"mml: {far}, {campaign.Batches} batches, {campaign.Totals.Sum(t => t.Outcomes.Count)} outcomes seen");
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (live) Console.Error.Write("\r\u001b[K");
    }
}
