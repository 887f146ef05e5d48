using System.Globalization;
using System.Text;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>Writes planned programs in a dialect.</summary>
internal abstract class TestWriter
{
    /// <summary>The writer of <paramref name="architecture"/>.</summary>
    public static TestWriter Of(Architecture architecture) => architecture switch
    {
        Architecture.CSharp => new CSharpWriter(),
        Architecture.X86_64 => new X86Writer(),
        Architecture.AArch64 => new AArch64Writer(),
        Architecture.C => new CWriter(),
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "no writer"),
    };

    /// <summary>The text of the test.</summary>
    public string Write(Architecture architecture, string name, string description, CyclePlan plan)
    {
        var text = new StringBuilder();
        text.Append(architecture).Append(' ').Append(name).Append("\n\"").Append(description).Append("\"\n");
        var condition = new List<string>();
        foreach ((int location, int value) in plan.Finals) condition.Add(Invariant($"[{plan.Locations[location]}]={value}"));
        WriteThreads(plan, text, condition);
        return text.Append("exists (").AppendJoin(" /\\ ", condition).Append(")\n").ToString();
    }

    /// <summary>Writes the initial state and the threads; adds what they say to the condition.</summary>
    protected abstract void WriteThreads(CyclePlan plan, StringBuilder text, List<string> condition);

    /// <summary>Formats for files, whatever the user's language.</summary>
    protected static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The locations of a thread, in the order of their names' indices.</summary>
    protected static IEnumerable<int> LocationsOf(IReadOnlyList<PlannedAccess> thread) => thread.Select(access => access.Location).Distinct().Order();

    /// <summary>Writes the columns of assembly threads.</summary>
    protected static void WriteColumns(IReadOnlyList<List<string>> columns, StringBuilder text)
    {
        text.Append(' ').AppendJoin(" | ", columns.Select((_, i) => Invariant($"P{i}"))).Append(" ;\n");
        for (int row = 0; row < columns.Max(column => column.Count); row++)
            text.Append(' ').AppendJoin(" | ", columns.Select(column => row < column.Count ? column[row] : "")).Append(" ;\n");
    }
}
