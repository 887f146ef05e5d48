using System.Globalization;
using MemoryModelLab.Models.Comparison;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Prints which models are weaker: a matrix, then the smallest tests that tell two models apart.</summary>
internal static class ComparisonTable
{
    /// <summary>Prints the comparison.</summary>
    public static void Print(ModelComparison comparison)
    {
        string[] names = [.. comparison.Models.Select(model => model.Name)];
        int width = names.Max(name => name.Length) + 2;
        Output.Line(string.Concat("".PadRight(width), string.Concat(names.Select(name => name.PadRight(width)))).TrimEnd());
        for (int a = 0; a < names.Length; a++)
        {
            string row = names[a].PadRight(width);
            for (int b = 0; b < names.Length; b++) row += (a == b ? "." : Sign(comparison.Order(a, b))).PadRight(width);
            Output.Line(row.TrimEnd());
        }

        Output.Line("<  the row's model allows nothing the column's forbids, and forbids more    >  the other way round");
        Output.Line("#  each allows what the other forbids    ~  no test of these separates them, which does not make them equal");
        Output.Line();
        for (int a = 0; a < names.Length; a++)
        {
            for (int b = 0; b < names.Length; b++) PrintDifference(comparison.Difference(a, b), names[a], names[b]);
        }

        string undecided = comparison.Undecided > 0 ? string.Create(CultureInfo.InvariantCulture, $", {comparison.Undecided} undecided and left out") : "";
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{comparison.Tests} C# tests{undecided}"));
        Output.Line("Next: mml generate --cycle \"…\", then mml check it --model a,b");
    }

    private static void PrintDifference(Difference difference, string allows, string forbids)
    {
        if (difference.Tests == 0) return;
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{allows} allows, {forbids} forbids: {difference.Tests} tests"));
        foreach (Separation separation in difference.Smallest)
            Output.Line($"  {separation.Cycle.Name,-32} {separation.State}   {separation.Cycle}{(separation.ShowsCycle ? "" : "   (not the cycle's state)")}");
    }

    private static string Sign(Order order) => order switch
    {
        Order.Stronger => "<",
        Order.Weaker => ">",
        Order.Incomparable => "#",
        _ => "~",
    };
}
