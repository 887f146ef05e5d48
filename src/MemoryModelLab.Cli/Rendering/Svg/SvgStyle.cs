using System.Text;

namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>The style sheet of a picture: an own ground, light or dark as the reader's system is, and colours to be read on either.</summary>
internal static class SvgStyle
{
    /// <summary>The style sheet.</summary>
    public static string Text { get; } = Compose();

    private static string Compose()
    {
        var css = new StringBuilder("""

            text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 13px }
            .event text, .edge text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
            .event text, .edge text, .heading { text-anchor: middle }
            .edge text { font-size: 12px }
            .event .place { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 10.5px }
            .heading, .title { font-weight: bold }
            .title { font-size: 16px }
            .event rect { stroke-width: 1.2 }
            .initial rect { stroke-dasharray: 4 3 }
            .edge path, .legend path { fill: none; stroke-width: 1.5 }
            .halo { stroke-linecap: round; stroke-opacity: 0.45 }
            .edge .halo { stroke-width: 10 }
            .legend .halo { stroke-width: 8 }
            .cycle path.line { stroke-width: 3.2 }
            .cycle rect.box { stroke-width: 2.4 }
            .cycle text { font-weight: bold }

            """);
        foreach (EdgeKind kind in EdgeKind.All.Where(k => k.Dash is not null)) css.AppendLine($".{kind.Class} path.line {{ stroke-dasharray: {kind.Dash} }}");
        Theme(css, "", dark: false);
        css.AppendLine("@media (prefers-color-scheme: dark) {");
        Theme(css, "  ", dark: true);
        return css.AppendLine("}").ToString();
    }

    private static void Theme(StringBuilder css, string indent, bool dark)
    {
        (string ground, string lane, string box, string line, string ink, string muted, string fence, string mark) = dark
            ? ("#0d1117", "#161b22", "#21262d", "#6e7681", "#e6edf3", "#9da7b3", "#3a2f12", "#e3b341")
            : ("#ffffff", "#f3f5f7", "#ffffff", "#8c959f", "#1f2328", "#59636e", "#fff4cf", "#f2c744");
        css.AppendLine($"{indent}.ground {{ fill: {ground}; stroke: {line}; stroke-opacity: 0.5 }} .lane {{ fill: {lane} }} text {{ fill: {ink} }} .muted {{ fill: {muted} }}");
        css.AppendLine($"{indent}.event rect {{ fill: {box}; stroke: {line} }} .fence rect {{ fill: {fence} }} .edge .label {{ fill: {ground}; fill-opacity: 0.88 }}");
        css.AppendLine($"{indent}.edge .halo, .legend .halo {{ stroke: {mark} }} .event.cycle rect {{ stroke: {mark} }}");
        foreach (EdgeKind kind in EdgeKind.All)
        {
            string colour = dark ? kind.Dark : kind.Light;
            css.AppendLine($"{indent}.{kind.Class} path.line {{ stroke: {colour} }} .{kind.Class} polygon, .{kind.Class} text {{ fill: {colour} }}");
        }
    }
}
