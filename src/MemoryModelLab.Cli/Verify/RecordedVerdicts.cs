using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Consistency.Staleness;

namespace MemoryModelLab.Cli.Verify;

/// <summary><c>mml verify --expected</c>: our verdicts against the recorded ones, every difference a line, the count last.</summary>
internal static partial class RecordedVerdicts
{
    /// <summary>One recorded verdict beside ours.</summary>
    private readonly record struct Comparison(string? Difference, bool IsInconclusive);

    /// <summary>Compares the headers' verdicts, and those of files named <c>oracle.jsonl</c>.</summary>
    public static ExitCode Run(string[] paths, IReadOnlyList<ConsistencyModel> only, CheckOptions options, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Func<IEnumerable<Comparison>>[] work =
        [
            .. HistoryFiles.Find(paths, onlyWithHeader: true).Where(file => Path.GetFileName(file) != "oracle.jsonl").Select(file => (Func<IEnumerable<Comparison>>)(() => OfFile(file, only, options))),
            .. HistoryFiles.FindOracles(paths).Concat(paths.Where(p => File.Exists(p) && Path.GetFileName(p) == "oracle.jsonl")).SelectMany(file => Lines(file, only, options)),
        ];
        int good = 0, bad = 0, cut = 0;
        InOrder.Run(work, Environment.ProcessorCount, one => one().ToList(), Take, cancellation);
        if (cut > 0) Output.Line($"{cut} inconclusive: cut short");
        Output.Line(FormattableString.Invariant($"{work.Length} {(work.Length == 1 ? "history" : "histories")}, {good + bad} verdicts in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"));
        Output.Line($"{good} of {good + bad} as expected");
        Output.Flush();
        if (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("mml: interrupted; not everything was compared");
            return ExitCode.Interrupted;
        }

        if (good + bad == 0) throw new UsageException($"{string.Join(' ', paths)}: nothing was compared: no history here has recorded verdicts{(only.Count > 0 ? $" of {string.Join(", ", only.Select(m => m.Name))}" : "")} (\"linearizable\", \"guaranteed\" or \"verdicts\" in its header)");
        Console.Error.WriteLine(bad > 0 ? "Next: mml verify <the first history above> --explain" : "Next: mml verify <a history of yours>");
        return bad == 0 ? ExitCode.Pass : bad == cut ? ExitCode.Inconclusive : ExitCode.Violation;

        void Take(Func<IEnumerable<Comparison>> item, List<Comparison> comparisons)
        {
            if (cancellation.IsCancellationRequested) return;
            foreach (Comparison comparison in comparisons)
            {
                _ = comparison.Difference is null ? good++ : bad++;
                if (comparison.IsInconclusive) cut++;
                if (comparison.Difference is not null) Output.Line($"DIFFERS {comparison.Difference}");
            }

            Output.Flush();
        }
    }

    private static IEnumerable<Func<IEnumerable<Comparison>>> Lines(string file, IReadOnlyList<ConsistencyModel> only, CheckOptions options)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            int at = ++number;
            if (string.IsNullOrWhiteSpace(line)) continue;
            yield return () => OfLine(line, file, at, only, options);
        }
    }

    private static List<Comparison> OfLine(string line, string file, int number, IReadOnlyList<ConsistencyModel> only, CheckOptions options)
    {
        try
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            string name = entry.RootElement.TryGetProperty("name", out JsonElement given) ? given.ToString() : "";
            return [.. Compare(entry.RootElement, HistoryFiles.ReadInline(entry.RootElement, file, number), $"{file}:{number} {name}", only, options)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or HistoryException)
        {
            return [new Comparison($"{file}:{number}: {e.Message}", false)];
        }
    }

    private static List<Comparison> OfFile(string file, IReadOnlyList<ConsistencyModel> only, CheckOptions options)
    {
        try
        {
            using JsonDocument? header = HistoryFiles.Header(file);
            RecordedHistory recorded = RecordedHistory.Read(file);
            if (recorded.Objects is { } objects) return header is null || !header.RootElement.TryGetProperty("linearizable", out JsonElement expected) ? [] : [Verdict(LinearizableObject.Check(objects, options), expected.GetBoolean(), file)];
            History history = recorded.Registers!;
            return header is null ? [] : [.. Compare(header.RootElement, history, file, only, options)];
        }
        catch (Exception e) when (e is HistoryException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [new Comparison(e.Message, false)];
        }
    }

    private static IEnumerable<Comparison> Compare(JsonElement header, History history, string name, IReadOnlyList<ConsistencyModel> only, CheckOptions options)
    {
        var judge = new Judge(history, options);
        foreach ((string model, JsonElement expected) in Recorded(header))
        {
            if (only.Count > 0 && !only.Any(m => m.ShortName == model || m.Name == model)) continue;
            if (model == "min_k") yield return Versions(expected, judge.Staleness, name);
            else if (ServerOrder().Match(model) is { Success: true } match) yield return InServerOrder(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), judge.Staleness, name);
            else if (Model(model) is not { } known) yield return new Comparison($"{name}: no model is called {model}", false);
            else if (expected.ValueKind is JsonValueKind.True or JsonValueKind.False) yield return Verdict(judge.Of(known), expected.GetBoolean(), name);
        }
    }

    private static IEnumerable<(string Model, JsonElement Expected)> Recorded(JsonElement header)
    {
        if (header.TryGetProperty("linearizable", out JsonElement linearizable)) yield return ("LIN", linearizable);
        if (header.TryGetProperty("guaranteed", out JsonElement guaranteed) && guaranteed.ValueKind == JsonValueKind.Array)
        {
            using JsonDocument yes = JsonDocument.Parse("true");
            foreach (JsonElement model in guaranteed.EnumerateArray()) yield return (model.GetString() ?? "", yes.RootElement);
        }

        if (!header.TryGetProperty("verdicts", out JsonElement verdicts) || verdicts.ValueKind != JsonValueKind.Object) yield break;
        foreach (JsonProperty verdict in verdicts.EnumerateObject()) yield return (verdict.Name, verdict.Value);
    }

    /// <summary>The model of a recorded name: what stands in parentheses may say more than the name.</summary>
    private static ConsistencyModel? Model(string name) => ConsistencyModel.Find(name) ?? ConsistencyModel.Find(name.Split(" (")[0].Replace("consistent-", "", StringComparison.Ordinal));

    private static Comparison Verdict(Verdict verdict, bool expected, string name)
    {
        Judgement right = expected ? Judgement.Satisfied : Judgement.Violated;
        if (verdict.Judgement == right) return default;
        bool isCut = verdict.Judgement == Judgement.Inconclusive;
        string why = verdict.Reason is null ? "" : $": {verdict.Reason}";
        return new Comparison($"{name} under {verdict.Model}: {verdict.Judgement.ToString().ToLowerInvariant()} (by {verdict.Algorithm}), recorded {right.ToString().ToLowerInvariant()}{why}", isCut);
    }

    private static Comparison Versions(JsonElement expected, StalenessBounds? staleness, string name)
    {
        if (expected.ValueKind != JsonValueKind.Number) return staleness is null ? default : new Comparison($"{name}: k is {staleness.Versions}, recorded that there is none", false);
        int k = expected.GetInt32();
        if (staleness is { } ours && ours.Versions == k && ours.VersionsAtMost == k) return default;
        bool isCut = staleness is not null && staleness.Versions <= k && k <= staleness.VersionsAtMost;
        return new Comparison($"{name}: k is {(staleness is null ? "not known" : $"from {staleness.Versions} to {staleness.VersionsAtMost}")}, recorded {k}", isCut);
    }

    private static Comparison InServerOrder(int k, StalenessBounds? staleness, string name) =>
        staleness?.ServerVersions <= k ? default : new Comparison($"{name}: k in the servers' order is {staleness?.ServerVersions?.ToString(CultureInfo.InvariantCulture) ?? "not known"}, recorded at most {k}", staleness?.ServerVersions is null);

    [GeneratedRegex(@"^k-staleness<=(\d{1,9}) \(server order\)$")]
    private static partial Regex ServerOrder();
}
