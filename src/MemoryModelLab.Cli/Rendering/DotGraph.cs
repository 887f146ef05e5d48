using System.Text;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>An execution in the DOT language: a cluster a thread, its events in program order, and the relations between them.</summary>
internal static class DotGraph
{
    private static readonly Dictionary<string, string> Colours = new()
    {
        ["rf"] = "red",
        ["co"] = "blue",
        ["fr"] = "orange",
        ["rmw"] = "black",
        ["addr"] = "indigo",
        ["data"] = "indigo",
        ["ctrl"] = "indigo",
    };

    /// <summary>The graph's text.</summary>
    public static string Of(PictureContent content)
    {
        ExecutionGraph graph = content.Graph;
        var text = new StringBuilder();
        text.Append("digraph ").Append(Quote(content.Title)).AppendLine(" {");
        text.AppendLine("  node [shape=box, fontname=\"monospace\"];");
        for (int e = 0; e < graph.Events.Count; e++)
        {
            if (graph.Events[e].Event.Thread < 0) text.AppendLine($"  e{e} [label={Quote(Label(graph.Events[e]))}, style=dashed];");
        }

        foreach (var thread in graph.Events.Select((e, i) => (e, i)).Where(x => x.e.Event.Thread >= 0).GroupBy(x => x.e.Event.Thread))
        {
            text.AppendLine($"  subgraph cluster_{thread.Key} {{ label=\"P{thread.Key}\";");
            foreach ((GraphEvent e, int i) in thread) text.AppendLine($"    e{i} [label={Quote(Label(e))}{(e.Event.Kind == EventKind.Fence ? ", style=filled, fillcolor=lightyellow" : "")}];");
            text.AppendLine("  }");
        }

        foreach (ShownEdge edge in ShownEdges.Of(graph, content.Cycle))
        {
            string colour = Colours.GetValueOrDefault(edge.Relation, "gray40");
            text.AppendLine($"  e{edge.From} -> e{edge.To} [label={Quote(edge.Label)}, color={colour}, fontcolor={colour}{(edge.Relation is "addr" or "data" or "ctrl" ? ", style=dashed" : "")}{(edge.InCycle ? ", penwidth=3" : "")}];");
        }

        return text.AppendLine("}").ToString();
    }

    private static string Label(GraphEvent e)
    {
        string tags = e.Event.Tags == EventTags.None ? "" : $" [{e.Event.Tags}]";
        return e.Event.Kind switch
        {
            EventKind.Fence => $"F{tags}",
            EventKind.Read => $"R {e.Location}={e.ValueText}{tags}",
            EventKind.Write => $"W {e.Location}={e.ValueText}{tags}",
            _ => $"RMW {e.Location}={e.ValueText}{tags}",
        };
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
