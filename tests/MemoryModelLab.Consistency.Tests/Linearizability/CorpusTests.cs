using System.Diagnostics;
using System.Text.Json;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Tests.Corpus;
using Xunit.Abstractions;

namespace MemoryModelLab.Consistency.Tests.Linearizability;

public class CorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Folders = ["knossos", "porcupine-etcd", "synthetic"];

    [CorpusFact]
    public void Every_recorded_verdict_is_found()
    {
        var wrong = new List<string>();
        int count = 0;
        foreach (string file in Folders.SelectMany(HistoryCorpus.Files))
        {
            using JsonDocument header = JsonDocument.Parse(File.ReadLines(file).First());
            bool expected = header.RootElement.GetProperty("linearizable").GetBoolean();
            History history = HistoryReader.Read(file);
            long start = Stopwatch.GetTimestamp();
            Verdict verdict = Linearizable.Check(history, new CheckOptions { TimeLimit = TimeSpan.FromSeconds(60) });
            output.WriteLine($"{Path.GetFileName(file)} {history.Operations.Length} {verdict.Judgement} {verdict.Algorithm} {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F2} ms core {verdict.Core.Count}");
            if (verdict.Judgement != (expected ? Judgement.Satisfied : Judgement.Violated)) wrong.Add($"{file}: {verdict.Judgement}, {verdict.Reason}");
            if (header.RootElement.TryGetProperty("mutated_ops", out JsonElement mutated) && !mutated.EnumerateArray().Any(o => verdict.Core.Select(i => history.Operations[i].Id).Contains(o.GetInt64())))
            {
                wrong.Add($"{file}: the core lacks the mutated operation, one of {mutated}");
            }

            count++;
        }

        Assert.Empty(wrong);
        Assert.True(count > 100, $"only {count} files");
    }
}
