using System.Globalization;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Exploration;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>Prints the matrix.</summary>
internal static class MatrixText
{
    private static readonly string[] Heads = ["eventual", "prefix", "ryw", "mr", "mw", "wfr", "ryw+mr", "+mw", "session", "pram", "cc", "cm", "ccv", "bounded", "seq", "lin", "strict"];

    public static void Head(int width) => Output.Line($"{"policy".PadRight(width)}{string.Concat(Heads.Select(h => "  " + h))}");

    public static void Row(MatrixRow row, int width)
    {
        string cells = string.Concat(row.Cells.Select((cell, i) => "  " + Text(row, cell).PadLeft((Heads[i].Length + 1) / 2).PadRight(Heads[i].Length)));
        Output.Line($"{row.Policy.Name.PadRight(width)}{cells}".TrimEnd());
        Output.Flush();
    }

    private static string Text(MatrixRow row, MatrixCell cell) =>
        cell.Violation is { } violation
            ? violation.Workload is null ? "!" : violation.Operations.Count(o => !o.IsFinal).ToString(CultureInfo.InvariantCulture)
            : row.CutShort > 0 ? "?" : "·";

    /// <summary>What follows the rows: what differs from the promises, the histories, the counts.</summary>
    public static void Tail(IReadOnlyList<MatrixRow> rows, IReadOnlyList<Workload> workloads, int runs, bool explain, bool chart, TimeSpan time)
    {
        Output.Line();
        foreach (MatrixRow row in rows)
        {
            if (explain) Explain(row, chart);
            Differs(row);
            if (row.Stuck is { } stuck) Output.Line($"DIFFERS {row.Policy.Name}: a client waits for ever in {stuck}");
            if (row.CutShort > 0) Output.Line($"{row.Policy.Name}: {row.CutShort} workloads were cut short; '?' is not decided (--states)");
        }

        Output.Line(FormattableString.Invariant(
            $"{rows.Count} policies, {workloads.Count} workloads of {workloads.Min(w => w.Operations)} to {workloads.Max(w => w.Operations)} operations, {runs} long random runs: {rows.Sum(r => r.States):N0} states, {rows.Sum(r => r.Histories):N0} histories judged in {time.TotalSeconds:F1} s"));
        int asPromised = rows.Count(r => r.IsAsPromised && r.CutShort == 0);
        Output.Line($"{asPromised} of {rows.Count} policies satisfy exactly what they promise");
        Output.Line(explain ? "Next: mml sim metrics, for what each policy costs" : "Next: mml sim matrix --policy causal, for the shortest violating histories of one policy");
    }

    private static void Differs(MatrixRow row)
    {
        (MatrixCell Cell, string Model)[] cells = [.. row.Cells.Zip(HistoryVerdicts.Models)];
        foreach (IGrouping<string, string> same in cells.Where(c => c.Cell is { IsPromised: true, Violation: not null }).GroupBy(c => Shown(c.Cell.Violation!), c => c.Model))
        {
            Output.Line($"DIFFERS {row.Policy.Name} promises {string.Join(", ", same)}: {same.Key}");
        }

        foreach ((_, string model) in cells.Where(c => c.Cell is { IsPromised: false, Violation: null } && row.CutShort == 0)) Output.Line($"DIFFERS {row.Policy.Name} does not promise {model}, and nothing violates it");
    }

    private static string Shown(Violation violation) => violation.Workload is null ? violation.Reason : History(violation.Operations);

    private static void Explain(MatrixRow row, bool chart)
    {
        Output.Line($"{row.Policy.Name}: {row.Policy.Summary}");
        foreach ((MatrixCell cell, string model) in row.Cells.Zip(HistoryVerdicts.Models).Where(c => c.First.Violation is { Workload: null })) Output.Line($"  violates {model} {cell.Violation!.Reason}");
        foreach (IGrouping<string, (string Model, Violation Violation)> same in row.Cells.Select((c, i) => (Model: HistoryVerdicts.Models[i], c.Violation!)).Where(c => c.Item2 is { Workload: not null }).GroupBy(c => History(c.Item2.Operations)))
        {
            Output.Line($"  violates {string.Join(", ", same.Select(s => s.Model))}");
            Output.Line($"    {same.Key}");
            Output.Line($"    {same.First().Violation.Reason}");
            if (!chart) continue;
            foreach (string line in SequenceChart.Lines(ReplicaChart.Of(same.First().Violation.Steps))) Output.Line($"    {line}");
        }

        Output.Line();
    }

    /// <summary>A history on one line: what each client did.</summary>
    public static string History(IReadOnlyList<RecordedOperation> operations)
    {
        int clients = operations.Where(o => !o.IsFinal).Max(o => o.Session) + 1;
        return string.Join(" | ", operations.GroupBy(o => o.Session).OrderBy(g => g.Key).Select(g => $"{(g.First().IsFinal ? "final" : ClientHistory.Session(g.Key, clients))}: {string.Join(' ', g.Select(Operation))}"));
    }

    private static string Operation(RecordedOperation o)
    {
        string end = o.Response == RecordedOperation.Never ? "" : o.Response.ToString(CultureInfo.InvariantCulture);
        string replica = o.Replica < 0 ? "" : $"@{ClientHistory.Replica(o.Replica)}";
        return $"{(o.IsWrite ? 'w' : 'r')}({ClientHistory.Key(o.Key)}){o.Value}{replica} [{o.Invocation},{end}]";
    }
}
