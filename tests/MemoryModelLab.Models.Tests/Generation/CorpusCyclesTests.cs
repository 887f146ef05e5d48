using System.Text.Json;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;
using MemoryModelLab.Litmus.Tests.Corpus;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Generation;

/// <summary>
/// The corpus's tests that diy7 made say of which cycle: the test made here of the same cycle has as many states, and as many allowed
/// executions with and without the cycle, as herd7 found for diy7's.
/// </summary>
public sealed class CorpusCyclesTests
{
    [CorpusFact]
    public void OurTestsOfDiysCyclesHaveHerdsAnswers()
    {
        int compared = 0;
        var models = new Dictionary<string, MemoryModel>();
        foreach (string line in File.ReadLines(Path.Combine(HerdCorpus.Folder!, "manifest.jsonl")))
        {
            JsonElement entry = JsonSerializer.Deserialize<JsonElement>(line);
            string file = entry.GetProperty("file").GetString()!, model = entry.GetProperty("model").GetString()!;
            if (!file.Contains("/generated/", StringComparison.Ordinal)) continue;
            LitmusTest diys = LitmusParser.Parse(File.ReadAllText(Path.Combine(HerdCorpus.Folder!, file)), file);
            string cycle = diys.Info.Single(info => info.Key == "Cycle").Value;
            LitmusTest ours = CycleGenerator.Generate(diys.Architecture, cycle);
            if (!models.TryGetValue(model, out MemoryModel? asked)) models[model] = asked = MemoryModel.BuiltIn(model);
            CheckResult result = ModelChecker.Check(LitmusLowering.Lower(ours), asked);
            string herds = $"{entry.GetProperty("states").GetArrayLength()} states, {entry.GetProperty("positive")} with, {entry.GetProperty("negative")} without";
            Assert.Equal($"{file} {cycle}: {herds}", $"{file} {cycle}: {result.States.Count} states, {result.Positive} with, {result.Negative} without");
            compared++;
        }

        Assert.True(compared > 1000, $"only {compared} compared");
    }
}
