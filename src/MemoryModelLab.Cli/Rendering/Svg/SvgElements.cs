using System.Globalization;
using System.Text;
using System.Xml;

namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>Writes the elements of SVG: numbers with one decimal, text without what XML cannot hold.</summary>
internal sealed class SvgElements(XmlWriter xml)
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>Writes an element, its attributes and what is in it.</summary>
    public void Element(string name, IEnumerable<(string Name, string Value)> attributes, Action? content = null)
    {
        xml.WriteStartElement(name, Namespace);
        foreach ((string attribute, string value) in attributes) xml.WriteAttributeString(attribute, Clean(value));
        content?.Invoke();
        xml.WriteEndElement();
    }

    /// <summary>Writes an element that holds text.</summary>
    public void Text(string name, string text, params (string Name, string Value)[] attributes) =>
        Element(name, attributes, () => xml.WriteString(Clean(text)));

    /// <summary>Writes words at a point: their middle line is there.</summary>
    public void Words(string style, Point at, string text) =>
        Text("text", text, ("class", style), ("x", Number(at.X)), ("y", Number(at.Y)), ("dy", "0.36em"));

    public void Rectangle(string style, Box box, double radius) => Element("rect",
    [
        ("class", style), ("x", Number(box.Left)), ("y", Number(box.Top)), ("width", Number(box.Width)), ("height", Number(box.Height)), ("rx", Number(radius)),
    ]);

    public void Path(string style, string data) => Element("path", [("class", style), ("d", data)]);

    /// <summary>The head of an arrow that ends at <paramref name="tip"/> and comes from the direction of <paramref name="before"/>.</summary>
    public void Head(Point before, Point tip, double size)
    {
        Point along = tip - before;
        along = (along.Length > 0 ? 1 / along.Length : 0) * along;
        Point across = new(-along.Y, along.X), middle = tip - (size * along);
        Point left = middle + (0.42 * size * across), right = middle - (0.42 * size * across);
        Element("polygon", [("points", $"{At(tip)} {At(left)} {At(right)}")]);
    }

    /// <summary>The path data of a line.</summary>
    public static string Data(Route route)
    {
        IReadOnlyList<Point> c = route.Control;
        if (route.IsCurve) return $"M{At(c[0])} C{At(c[1])} {At(c[2])} {At(c[3])}";
        var data = new StringBuilder($"M{At(c[0])}");
        for (int i = 1; i < c.Count - 1; i++)
        {
            double radius = route.RadiusAt(i);
            data.Append(CultureInfo.InvariantCulture, $" L{At(Towards(c[i], c[i - 1], radius))} Q{At(c[i])} {At(Towards(c[i], c[i + 1], radius))}");
        }

        return data.Append(CultureInfo.InvariantCulture, $" L{At(c[^1])}").ToString();
    }

    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static string At(Point p) => $"{Number(p.X)},{Number(p.Y)}";

    private static Point Towards(Point from, Point to, double distance)
    {
        Point step = to - from;
        return step.Length > 0 ? from + (distance / step.Length * step) : from;
    }

    /// <summary>Replaces the characters that XML has no way to write.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isXml = rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value);
            clean.Append(isXml ? rune.ToString() : "\uFFFD");
        }

        return clean.ToString();
    }
}
