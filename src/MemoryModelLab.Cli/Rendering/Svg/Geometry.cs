namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>A point of the picture, in its units.</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double k, Point a) => new(k * a.X, k * a.Y);

    public double Length => Math.Sqrt((X * X) + (Y * Y));
}

/// <summary>A rectangle of the picture.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public Point Centre => new(Left + (Width / 2), Top + (Height / 2));

    public static Box Around(Point centre, double width, double height) => new(centre.X - (width / 2), centre.Y - (height / 2), width, height);

    public Box Grown(double by) => new(Left - by, Top - by, Width + (2 * by), Height + (2 * by));

    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public bool Contains(Point p) => p.X > Left && p.X < Right && p.Y > Top && p.Y < Bottom;
}

/// <summary>Whether two line segments cross.</summary>
internal static class Segments
{
    public static bool Cross(Point a, Point b, Point c, Point d) =>
        Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static double Side(Point a, Point b, Point p) => ((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X));
}
