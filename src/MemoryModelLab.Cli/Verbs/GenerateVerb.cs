using System.CommandLine;
using System.Globalization;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml generate</c>: tests from cycles of relations, one or all up to a size.</summary>
internal sealed class GenerateVerb
{
    private const int UsualLimit = 10_000;
    private const int MostTests = 1_000_000;

    private static readonly Dictionary<string, Architecture> Dialects = new()
    {
        ["csharp"] = Architecture.CSharp,
        ["x64"] = Architecture.X86_64,
        ["aarch64"] = Architecture.AArch64,
        ["c11"] = Architecture.C,
    };

    private readonly Option<string> arch = new("--arch", "-a") { Description = "The dialect: csharp, x64, aarch64 or c11", DefaultValueFactory = _ => "csharp" };
    private readonly Option<string?> cycle = new("--cycle", "-c") { Description = "One cycle of edges, as diy7 writes them: \"Rfe PodRR Fre PodWW\"" };
    private readonly CycleOptions which = new();
    private readonly Option<string?> folder = new("--out", "-o") { Description = "Write each test into a file of this folder" };
    private readonly Option<bool> count = new("--count") { Description = "Only count the cycles" };
    private readonly Option<int> limit = new("--limit") { Description = $"The most tests to write to --out or --json, up to {MostTests}", DefaultValueFactory = _ => UsualLimit };
    private readonly Option<string?> json = CommonOptions.JsonOption();

    public static Command Create()
    {
        var verb = new GenerateVerb();
        var command = new Command("generate", """
            Litmus tests from cycles of relations: one, or all critical cycles up to a size.

              mml generate --arch csharp --cycle "Rfe PodRR Fre PodWW"
              mml generate --arch aarch64 --cycle "DMB.SYdWW Rfe DpAddrdR Fre" --out tests
              mml generate --arch x64 --threads 3 --accesses 6 --edges "Pod**"
              mml generate --arch csharp --annotations P,V --edges "Pod** Membard**" --out tests
              mml generate --arch x64 --accesses 6 --edges "Pod**" --relax Rfi --count
            """);
        foreach (Option option in (Option[])[
            verb.arch, verb.cycle, .. verb.which.All, verb.folder, verb.count, verb.limit, verb.json])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.FromResult((int)verb.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextFile.Prepare("--json", parsed.GetValue(json));
        int most = parsed.GetValue(limit);
        if (most is < 1 or > MostTests) throw new UsageException($"--limit {most}: expected a number from 1 to {MostTests}");
        if (parsed.GetValue(count) && parsed.GetValue(folder) is not null) throw new UsageException("--count writes no tests; leave out --count or --out");
        Architecture dialect = Dialect(parsed.GetValue(arch)!);
        IEnumerable<Cycle> cycles = Cycles(parsed, dialect);
        if (parsed.GetValue(count)) return Count(parsed, dialect, cycles, cancellation);
        if (parsed.GetValue(folder) is { } target) return GeneratedFiles.Write(target, Limited(cycles, most, cancellation), files => WriteJson(parsed, dialect, files));
        if (parsed.GetValue(json) is not null) WriteJson(parsed, dialect, [.. Limited(cycles, most, cancellation).Select(c => JsonGenerated.Test.Of(c, null, WithText(parsed)))]);
        if (parsed.GetValue(json) != "-") Print(parsed, cycles, cancellation);
        Output.Flush();
        return ExitCode.Pass;
    }

    private static Architecture Dialect(string name) => Dialects.TryGetValue(name, out Architecture dialect)
        ? dialect
        : throw new UsageException($"--arch {name}: no dialect is called that{Suggestion.For(name, Dialects.Keys)} (there are {string.Join(", ", Dialects.Keys)})");

    private IEnumerable<Cycle> Cycles(ParseResult parsed, Architecture dialect)
    {
        if (parsed.GetValue(cycle) is { } text)
        {
            Option? other = which.Given(parsed) ?? (parsed.GetValue(count) ? count : null);
            return other is null ? [Cycle.Parse(dialect, text)] : throw new UsageException($"--cycle is one test; {other.Name} is for all up to a size");
        }

        return which.Cycles(parsed, dialect);
    }

    /// <summary>The cycles, when there are at most so many.</summary>
    private static List<Cycle> Limited(IEnumerable<Cycle> cycles, int most, CancellationToken cancellation)
    {
        var all = new List<Cycle>();
        foreach (Cycle cycle in cycles)
        {
            cancellation.ThrowIfCancellationRequested();
            if (all.Count == most) throw new UsageException($"there are more than {most} cycles; nothing was written. Ask for fewer (--edges, --annotations, --accesses) or raise --limit");
            all.Add(cycle);
        }

        return all;
    }

    private ExitCode Count(ParseResult parsed, Architecture dialect, IEnumerable<Cycle> cycles, CancellationToken cancellation)
    {
        long total = 0;
        foreach (Cycle _ in cycles)
        {
            cancellation.ThrowIfCancellationRequested();
            total++;
        }

        if (parsed.GetValue(json) is { } path) JsonGenerated.Write(path, dialect, total, null);
        if (parsed.GetValue(json) != "-")
        {
            Output.Line(string.Create(CultureInfo.InvariantCulture, $"{total} cycles"));
            Output.Line("Next: mml generate without --count lists them, with --out DIR writes them");
        }

        Output.Flush();
        return ExitCode.Pass;
    }

    private void Print(ParseResult parsed, IEnumerable<Cycle> cycles, CancellationToken cancellation)
    {
        if (parsed.GetValue(cycle) is not null)
        {
            Output.Line(LitmusPrinter.Print(CycleGenerator.Generate(cycles.Single())).TrimEnd('\n'));
            Output.Flush();
            Console.Error.WriteLine("Next: mml generate … --out DIR, then mml check DIR"); // not into the test, which may go to a file
            return;
        }

        long total = 0;
        foreach (Cycle one in cycles)
        {
            cancellation.ThrowIfCancellationRequested();
            Output.Line($"{one.Name,-36} {one}");
            total++;
        }

        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{total} cycles"));
        Output.Line("Next: mml generate … --out DIR, then mml check DIR");
    }

    private bool WithText(ParseResult parsed) => parsed.GetValue(cycle) is not null;

    private void WriteJson(ParseResult parsed, Architecture dialect, IReadOnlyList<JsonGenerated.Test> tests)
    {
        if (parsed.GetValue(json) is { } path) JsonGenerated.Write(path, dialect, tests.Count, tests);
    }
}
