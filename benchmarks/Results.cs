using System.Runtime.InteropServices;
using System.Text.Json;
using MemoryModelLab.Hardware.Placement;

namespace MemoryModelLab.Stores.Benchmarks;

/// <summary>Where results go, and in what form: Markdown to read, JSON to compute with, the machine in both.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The folder <c>benchmarks/results</c> of the repository, or <c>results</c> where there is none.</summary>
    public static string Folder { get; } = Path.GetFullPath(Directory.Exists("benchmarks") ? Path.Combine("benchmarks", "results") : "results");

    /// <summary>The machine in one line.</summary>
    public static string Machine { get; } =
        $"{Environment.ProcessorCount} processors{Model()}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    /// <summary>Writes rows, of which the first has the names of the columns.</summary>
    public static void Write<TRow>(string name, string title, IReadOnlyList<TRow> rows)
    {
        Directory.CreateDirectory(Folder);
        System.Reflection.PropertyInfo[] columns = typeof(TRow).GetProperties();
        string[] lines =
        [
            $"# {title}",
            "",
            $"{Machine}. Medians.",
            "",
            $"| {string.Join(" | ", columns.Select(column => column.Name))} |",
            $"|{string.Concat(columns.Select(_ => "---|"))}",
            .. rows.Select(row => $"| {string.Join(" | ", columns.Select(column => Cell(column.GetValue(row))))} |"),
        ];
        string path = Path.Combine(Folder, name);
        File.WriteAllLines(path + ".md", lines);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(new { machine = Machine, title, rows }, Indented));
        Console.WriteLine(string.Join(Environment.NewLine, lines));
        Console.WriteLine($"Written: {path}.md, {path}.json");
    }

    /// <summary>Binds the calling thread, the n-th of its benchmark, to a processor of its own where there are enough.</summary>
    public static void Bind(int thread)
    {
        IReadOnlyList<int> processors = ThreadPlacement.Available();
        if (processors.Count > 0)
            ThreadPlacement.TryBind(processors[thread % processors.Count]);
    }

    private static string Cell(object? value) => value is double number ? FormattableString.Invariant($"{number:0.###}") : $"{value}";

    private static string Model()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information) ? File.ReadLines(Information).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "" : $" ({line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()})";
    }
}
