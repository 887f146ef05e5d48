using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;

namespace MemoryModelLab.Cli.Verify;

/// <summary>
/// One history as one self-contained page: the operations of each client on a line of time, drawn on a canvas by a script in the page, so that 100,000 of them zoom. The data is
/// columns of numbers; times are differences in the unit that all are multiples of.
/// </summary>
internal sealed class Timeline(HistoryReport report)
{
    private const string Data = "/*DATA*/";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default }; // escapes < and >: the data stands inside a page

    private readonly HistoryView history = new(report.History!);

    /// <summary>The page.</summary>
    public string Page()
    {
        using Stream stream = typeof(Timeline).Assembly.GetManifestResourceStream("timeline.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("<!--TITLE-->", WebUtility.HtmlEncode(history.Name), StringComparison.Ordinal).Replace(Data, Columns(), StringComparison.Ordinal);
    }

    private string Columns()
    {
        int count = history.Count;
        var clients = new List<string>();
        var clientOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var calls = new List<string>();
        var callOf = new Dictionary<string, int>(StringComparer.Ordinal);
        (long first, long unit) = Unit();
        StringBuilder who = new("["), what = new("["), from = new("["), length = new("["), how = new(count), ids = new("[");
        long last = 0;
        bool isNumbered = true;
        for (int i = 0; i < count; i++)
        {
            (long begin, long end) = history.Times(i);
            long start = (begin - first) / unit;
            string comma = i == 0 ? "" : ",";
            Append(who, comma, Number(clientOf, clients, history.Client(i)));
            Append(what, comma, Number(callOf, calls, history.Call(i)));
            Append(from, comma, start - last);
            Append(length, comma, end == Operation.Never ? -1 : (end - begin) / unit);
            Append(ids, comma, history.Id(i));
            isNumbered &= history.Id(i) == i;
            how.Append(history.Outcome(i) switch { Outcome.Fail => 'f', Outcome.Info => history.IsUpdate(i) ? 'I' : 'i', _ => history.IsUpdate(i) ? 'w' : 'r' });
            last = start;
        }

        (int[] order, string orderOf) = Order();
        var page = new StringBuilder("{");
        page.Append(CultureInfo.InvariantCulture, $"\"name\":{Text(history.Name)},\"type\":{Text(history.Type)},\"t0\":\"{first}\",\"unit\":{unit},\"clients\":{Text(clients)},\"calls\":{Text(calls)},");
        page.Append(CultureInfo.InvariantCulture, $"\"who\":{who}],\"what\":{what}],\"from\":{from}],\"len\":{length}],\"how\":\"{how}\",");
        if (!isNumbered) page.Append(CultureInfo.InvariantCulture, $"\"ids\":{ids}],");
        page.Append(CultureInfo.InvariantCulture, $"\"order\":[{string.Join(',', order)}],\"orderOf\":{Text(orderOf)},");
        page.Append(CultureInfo.InvariantCulture, $"\"faults\":[{string.Join(',', history.Faults.Select(f => $"[{Text(f.Text)},{(f.From - first) / unit},{(f.To - first) / unit}]"))}],");
        page.Append(CultureInfo.InvariantCulture, $"\"verdicts\":[{string.Join(',', report.Verdicts.Select(v => $"[{Text(v.Model.Name)},{Text(v.Verdict.Judgement.ToString().ToLowerInvariant())},{Text(v.Verdict.Reason ?? v.Model.Meaning)},{Text(v.Verdict.Core)},{Text(v.Verdict.Algorithm)}]"))}]");
        return page.Append('}').ToString();
    }

    /// <summary>The first time, and the largest unit in which all times are whole: nanoseconds that came from a coarse clock need no digits of nothing.</summary>
    private (long First, long Unit) Unit()
    {
        long first = long.MaxValue, unit = 0;
        for (int i = 0; i < history.Count; i++) first = Math.Min(first, history.Times(i).From);
        if (history.Count == 0) return (0, 1);
        foreach (Fault fault in history.Faults) first = Math.Min(first, fault.From);
        for (int i = 0; i < history.Count && unit != 1; i++)
        {
            (long from, long to) = history.Times(i);
            unit = Divisor(unit, from - first);
            if (to != Operation.Never) unit = Divisor(unit, to - from);
        }

        return (first, Math.Max(unit, 1));
    }

    private static long Divisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return Math.Abs(a);
    }

    /// <summary>An order that explains the answers: of all operations when the history is linearizable, otherwise of what came before the contradiction was complete.</summary>
    private (int[] Order, string Of) Order()
    {
        if (report.History!.Registers is not { } registers) return ([], "");
        Verdict? verdict = report.Verdicts.FirstOrDefault(v => v.Model.Name == "linearizable").Verdict;
        if (verdict is null) return ([], "");
        if (verdict.Witness is { } witness) return ([.. witness], "a linearization");
        if (verdict.Judgement != Judgement.Violated || verdict.Core.Count == 0) return ([], "");
        long end = verdict.Core.Select(i => history.Times(i).To).Where(t => t != Operation.Never).DefaultIfEmpty(0).Max();
        var options = new CheckOptions { TimeLimit = TimeSpan.FromSeconds(2) };
        return Linearizable.Check(registers.Until(end), options).Witness is { } before ? ([.. before], "a linearization of what was answered before the contradiction") : ([], "");
    }

    private static void Append(StringBuilder column, string comma, long number) => column.Append(CultureInfo.InvariantCulture, $"{comma}{number}");

    private static int Number(Dictionary<string, int> numbers, List<string> texts, string text)
    {
        if (numbers.TryGetValue(text, out int number)) return number;
        texts.Add(text);
        numbers.Add(text, number = texts.Count - 1);
        return number;
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);
}
