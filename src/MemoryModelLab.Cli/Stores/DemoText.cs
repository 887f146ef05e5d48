using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Workloads.Demo;

namespace MemoryModelLab.Cli.Stores;

/// <summary>Prints the demonstration: what was read, what was there in the end, and why that is right.</summary>
internal static class DemoText
{
    private const double NanosecondsPerMillisecond = 1e6;

    public static void Print(DemoResult result)
    {
        History history = result.History;
        Output.Line($"Store: {result.Store}");
        foreach (Operation read in history.Operations.ToArray().Where(o => o.Kind == OperationKind.Read && !o.IsFinal))
            Output.Line($"Read {history.Keys[read.Key]}: {history.Text(read.Value)}");
        Output.Line();
        Output.Line("Final state:");
        foreach ((string key, string value) in result.Final) Output.Line($"  {key}: {value}");
        Output.Line();
        if (result.Linearizable.Witness is not { } order)
        {
            Output.Line($"Not linearizable: {result.Linearizable.Reason}");
            return;
        }

        Output.Line("Linearizable: this order keeps real time, and every read in it returns the latest write.");
        string[] what = [.. order.Select(i => What(history, i))];
        int wide = what.Max(text => text.Length);
        for (int i = 0; i < order.Count; i++)
        {
            Operation operation = history.Operations[order[i]];
            Output.Line(FormattableString.Invariant(
                $"{i + 1,3}. {what[i].PadRight(wide)}  {operation.Invocation / NanosecondsPerMillisecond,9:F3} to {operation.Response / NanosecondsPerMillisecond:F3} ms"));
        }
    }

    private static string What(History history, int index)
    {
        Operation operation = history.Operations[index];
        (string key, string value) = (history.Keys[operation.Key], history.Text(operation.Value));
        string text = operation.Kind == OperationKind.Read ? $"reads {key}: {value}" : $"sets {key} to {value}";
        return $"{history.Clients[operation.Client]} {text}";
    }
}
