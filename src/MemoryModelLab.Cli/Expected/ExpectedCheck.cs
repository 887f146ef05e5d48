using System.Diagnostics;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Expected;

/// <summary><c>mml check --expected</c>: our answers against recorded ones, every difference a line, the count last.</summary>
internal static class ExpectedCheck
{
    /// <summary>Compares; fails when a state, a verdict or an observation differs.</summary>
    /// <param name="paths">Folders with a <c>manifest.jsonl</c>, such files, or tests with an <c>X.expected</c> beside them.</param>
    /// <param name="models">Models to use instead of the recorded ones: all entries are asked of the one given.</param>
    /// <param name="catFolder">A folder to take the recorded cat files from; null for our own models.</param>
    /// <param name="strictCounts">Whether numbers of executions must agree too.</param>
    /// <param name="time">Whether to print what each check cost.</param>
    /// <param name="json">Where to write all answers as JSON; null for nowhere.</param>
    /// <param name="options">The bounds of each check.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static ExitCode Run(
        string[] paths, ModelChoice models, string? catFolder, bool strictCounts, bool time, string? json, CheckOptions options, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var entries = paths.SelectMany(Entries).ToList();
        if (models.Chosen.Count > 0) entries = Selected(entries, models);
        var source = new ModelSource(models, catFolder);
        List<IGrouping<string, ManifestEntry>> byTest = [.. entries.GroupBy(e => e.File)];
        int good = 0, bad = 0, counts = 0, cut = 0;
        var reports = new List<TestReport>();
        InOrder.Run(byTest, Environment.ProcessorCount, group => Compare(group, source, options, json is not null, cancellation), Take, cancellation);
        if (json is not null) JsonReport.Write(json, reports);
        if (counts > 0) Output.Line($"{counts} differ in the number of executions");
        if (cut > 0) Output.Line($"{cut} inconclusive: cut short");
        Output.Line(FormattableString.Invariant($"{byTest.Count} tests, {entries.Count} answers in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"));
        Output.Line($"{good} of {entries.Count} as expected");
        Output.Flush();
        if (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine($"mml: interrupted; {entries.Count - good - bad} answers were not compared");
            return ExitCode.Interrupted;
        }

        Console.Error.WriteLine(bad > 0 ? "Next: mml check <the first test above> --model <its model>" : "Next: mml run litmus/classic");
        return bad == 0 ? ExitCode.Pass : bad == cut ? ExitCode.Inconclusive : ExitCode.Violation;

        void Take(IGrouping<string, ManifestEntry> group, (IReadOnlyList<Comparison> Comparisons, TestReport Report) result)
        {
            if (cancellation.IsCancellationRequested) return; // it may have been cut short: neither right nor wrong
            foreach (Comparison one in result.Comparisons)
            {
                bool differs = one.Difference is not null || (strictCounts && one.CountDifference is not null);
                if (differs) bad++;
                else good++;
                if (one.IsInconclusive) cut++;
                if (one.CountDifference is not null) counts++;
                if (one.Difference is not null) Output.Line(one.Difference);
                else if (strictCounts && one.CountDifference is not null) Output.Line(one.CountDifference);
                if (differs) Output.Flush();
                if (time && one.Answer is not null) Output.Line(AnswerLines.Cost(one.Test, one.Answer));
            }

            if (json is not null) reports.Add(result.Report);
        }
    }

    private static IEnumerable<ManifestEntry> Entries(string path)
    {
        string manifest = Directory.Exists(path) ? Path.Combine(path, "manifest.jsonl") : path;
        if (manifest.EndsWith(".jsonl", StringComparison.Ordinal) && File.Exists(manifest))
        {
            string folder = Path.GetDirectoryName(manifest) ?? "";
            return ManifestEntry.ReadManifest(manifest).Select(e => e with { File = Path.Combine(folder, e.File) });
        }

        var entries = new List<ManifestEntry>();
        foreach (string test in TestFiles.Find([path]))
        {
            string expected = Path.ChangeExtension(test, ".expected");
            if (File.Exists(expected)) entries.AddRange(ManifestEntry.ReadExpected(expected, test));
        }

        return entries.Count > 0 ? entries : throw new UsageException($"{path}: nothing is recorded here: no manifest.jsonl, and no X.expected beside an X.litmus");
    }

    /// <summary>With models given: the entries recorded with them (by our name or the cat file's), or else all entries asked of the one model given.</summary>
    private static List<ManifestEntry> Selected(List<ManifestEntry> entries, ModelChoice models)
    {
        List<ManifestEntry> named = entries.FindAll(e => models.Chosen.Any(m => m.Name == e.Model || m.Name == Path.GetFileNameWithoutExtension(e.HerdModel)));
        if (named.Count > 0 || models.Chosen.Count > 1) return named;
        return [.. entries.Select(e => e with { Model = models.Chosen[0].Name })];
    }

    private static (IReadOnlyList<Comparison> Comparisons, TestReport Report) Compare(
        IGrouping<string, ManifestEntry> group, ModelSource source, CheckOptions options, bool keep, CancellationToken cancellation)
    {
        LitmusTest? test = null;
        try
        {
            LitmusProgram program;
            (test, program) = TestFiles.Load(group.Key);
            Comparison[] comparisons = [.. group.Select(entry => Comparison.Of(entry, program, Checking.Ask(program, source.For(entry), options, cancellation)))];
            var report = new TestReport(group.Key) { Test = test, Program = program, Answers = keep ? [.. comparisons.Select(c => c.Answer!)] : [] };
            return (comparisons, report);
        }
        catch (Exception e) when (e is LitmusException or IOException or UnauthorizedAccessException)
        {
            return ([.. group.Select(entry => Comparison.Unreadable(entry, e.Message))], new TestReport(group.Key) { Error = e.Message });
        }
    }

    /// <summary>The model to ask about an entry.</summary>
    private sealed class ModelSource(ModelChoice models, string? catFolder)
    {
        private readonly Dictionary<string, MemoryModel> files = [];

        public MemoryModel For(ManifestEntry entry)
        {
            if (catFolder is null || entry.HerdModel is null)
            {
                return models.Chosen.FirstOrDefault(m => m.Name == entry.Model || m.Name == Path.GetFileNameWithoutExtension(entry.HerdModel)) ?? models.BuiltIn(entry.Model);
            }

            lock (files)
            {
                string path = Path.Combine(catFolder, entry.HerdModel);
                return files.TryGetValue(path, out MemoryModel? model) ? model : files[path] = MemoryModel.FromFile(path);
            }
        }
    }
}
