using System.Globalization;
using System.Text;
using System.Text.Json;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Machine.Replicas;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>Writes what a simulated system's clients saw as <c>mml-kv-history/1</c>.</summary>
internal static class HistoryFile
{
    private const int Nanoseconds = 1000; // in a microsecond

    public static void Write(string path, string name, Policy policy, int seed, IReadOnlyList<RecordedOperation> operations, int clients)
    {
        var text = new StringBuilder();
        string guaranteed = string.Join(", ", Implications.Closure(policy.Promises).Where(m => m != "bounded-staleness").Order(StringComparer.Ordinal).Select(m => $"\"{m}\""));
        text.Append(CultureInfo.InvariantCulture, $"{{\"schema\": \"mml-kv-history/1\", \"name\": {Quote(name)}, \"policy\": {Quote(policy.Name)}, \"seed\": {seed}, \"ops\": {operations.Count}, \"initial\": 0, \"unique_writes\": true, \"guaranteed\": [{guaranteed}]}}\n");
        int id = 0;
        foreach (RecordedOperation o in operations)
        {
            bool isAnswered = o.Response != RecordedOperation.Never;
            if (!o.IsWrite && !isAnswered) continue;
            string value = isAnswered || o.IsWrite ? string.Create(CultureInfo.InvariantCulture, $", \"v\": {o.Value}") : "";
            string response = isAnswered ? (o.Response * Nanoseconds).ToString(CultureInfo.InvariantCulture) : "null";
            string version = o.IsWrite && o.Version >= 0 ? string.Create(CultureInfo.InvariantCulture, $", \"ver\": {o.Version}") : "";
            string replica = o.IsWrite ? "" : $", \"replica\": \"{ClientHistory.Replica(o.Replica)}\"";
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\": {id++}, \"client\": {Quote(ClientHistory.SessionOf(o, clients))}, \"key\": {Quote(ClientHistory.Key(o.Key))}, \"f\": \"{(o.IsWrite ? "write" : "read")}\"{value}, \"call\": {o.Invocation * Nanoseconds}, \"ret\": {response}{replica}{version}{(o.IsFinal ? ", \"final\": true" : "")}}}\n");
        }

        TextFile.Write(path, text.ToString());
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
