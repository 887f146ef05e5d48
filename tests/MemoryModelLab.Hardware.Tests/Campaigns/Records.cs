using MemoryModelLab.Hardware.Campaigns;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Records and files for the tests.</summary>
internal static class Records
{
    public static readonly Host Box = new("box", "x64", "a processor", 2, "a system", ".NET");

    public static readonly TestIdentity Sb = new("SB", "CSharp", "aaaa"), Mp = new("MP+volatile", "CSharp", "bbbb");

    public static readonly ResultsHeader Header = new(ResultsHeader.CurrentSchema, Box, [Sb, Mp]);

    public static BatchRecord Batch(long number, TestIdentity test, params (string State, long Count)[] outcomes) => new()
    {
        Run = "r1",
        Batch = number,
        Test = test.Name,
        Hash = test.Hash,
        Host = Box.Id(),
        At = DateTimeOffset.UnixEpoch,
        Seed = 1,
        Mode = HardwareMode.Auto,
        Status = HardwareStatus.Completed,
        Iterations = outcomes.Sum(o => o.Count),
        Milliseconds = 100,
        Spent = 110,
        Outcomes = [.. outcomes.Select(o => new OutcomeCount(o.State, [o.Count], o.Count))],
    };

    public static List<BatchRecord> Write(string path, ResultsHeader header, params BatchRecord[] batches)
    {
        var there = new List<BatchRecord>();
        using ResultsLog log = ResultsLog.Open(path, header, there.Add);
        foreach (BatchRecord batch in batches) log.Append(batch);
        return there;
    }

    public static List<BatchRecord> Read(string path)
    {
        var batches = new List<BatchRecord>();
        ResultsReader.Read(path, batches.Add);
        return batches;
    }
}

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("mml-campaign-").FullName;

    public string File(string name) => Path.Combine(path, name);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
