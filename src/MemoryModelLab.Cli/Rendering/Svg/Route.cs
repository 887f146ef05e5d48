namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>The line of an edge: a cubic curve, or straight pieces with round corners.</summary>
internal sealed class Route
{
    private const int CurveSteps = 24;
    private const double CornerRadius = 8;

    private Route(IReadOnlyList<Point> control, bool isCurve)
    {
        Control = control;
        IsCurve = isCurve;
        Samples = isCurve ? Curve(control) : Polyline(control);
        double length = 0;
        for (int i = 1; i < Samples.Length; i++) length += (Samples[i] - Samples[i - 1]).Length;
        Length = length;
        for (int i = 2; i < Samples.Length; i++) Turning += Angle(Samples[i - 1] - Samples[i - 2], Samples[i] - Samples[i - 1]);
    }

    /// <summary>The control points of the curve, or the corners.</summary>
    public IReadOnlyList<Point> Control { get; }

    public bool IsCurve { get; }

    /// <summary>Points along the line, at most a few units apart.</summary>
    public Point[] Samples { get; }

    public double Length { get; }

    /// <summary>How much the line turns from its start to its end, left or right, in radians.</summary>
    public double Turning { get; }

    /// <summary>The corner radius at corner <paramref name="i"/>.</summary>
    public double RadiusAt(int i) =>
        Math.Min(CornerRadius, Math.Min((Control[i] - Control[i - 1]).Length, (Control[i + 1] - Control[i]).Length) / 2);

    public static Route Bezier(Point from, Point out1, Point out2, Point to) => new([from, out1, out2, to], isCurve: true);

    public static Route Through(params Point[] corners) => new(corners, isCurve: false);

    /// <summary>The point that part <paramref name="t"/> of the line's length is before.</summary>
    public Point At(double t)
    {
        double rest = t * Length;
        for (int i = 1; i < Samples.Length; i++)
        {
            Point step = Samples[i] - Samples[i - 1];
            if (rest <= step.Length && step.Length > 0) return Samples[i - 1] + (rest / step.Length * step);
            rest -= step.Length;
        }

        return Samples[^1];
    }

    /// <summary>The point <paramref name="distance"/> before the end.</summary>
    public Point Before(double distance) => At(Math.Max(0, 1 - (distance / Math.Max(Length, 1e-9))));

    /// <summary>The line that ends <paramref name="distance"/> earlier, so that it does not show beside its arrow's tip.</summary>
    public Route WithoutEnd(double distance)
    {
        Point end = Before(distance);
        Point[] control = [.. Control];
        if (IsCurve) control[2] += end - control[3];
        control[^1] = end;
        return new Route(control, IsCurve);
    }

    private static double Angle(Point a, Point b) => Math.Abs(Math.Atan2((a.X * b.Y) - (a.Y * b.X), (a.X * b.X) + (a.Y * b.Y)));

    private static Point[] Curve(IReadOnlyList<Point> c)
    {
        var points = new Point[CurveSteps + 1];
        for (int i = 0; i <= CurveSteps; i++)
        {
            double t = (double)i / CurveSteps, u = 1 - t;
            points[i] = (u * u * u * c[0]) + (3 * u * u * t * c[1]) + (3 * u * t * t * c[2]) + (t * t * t * c[3]);
        }

        return points;
    }

    private static Point[] Polyline(IReadOnlyList<Point> corners)
    {
        var points = new List<Point> { corners[0] };
        for (int i = 1; i < corners.Count; i++)
        {
            Point step = corners[i] - corners[i - 1];
            int pieces = Math.Max(1, (int)(step.Length / 12));
            for (int k = 1; k <= pieces; k++) points.Add(corners[i - 1] + ((double)k / pieces * step));
        }

        return [.. points];
    }
}
