using System.Globalization;
using System.Runtime.InteropServices;
using MemoryModelLab.Cli.Verbs;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.MachineCode.Lifting;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Machine code as text: an instruction a line under the statement it comes from, behind it what it does to the test's memory.</summary>
internal static class MachineCodeListing
{
    private const int WidestText = 48;

    /// <summary>Prints the code of every thread of a test.</summary>
    public static void Print(string file, MachineCodeResult result, TextWriter to)
    {
        LitmusTest test = result.Program.Test;
        to.WriteLine($"{test.Name} {file}: {MachineCodeChoice.NameOf(result.Options.Target)}, {result.Options.Mode.Name()}, {RuntimeInformation.FrameworkDescription}");
        for (int thread = 0; thread < result.Threads.Count; thread++)
        {
            to.WriteLine($"P{thread.ToString(CultureInfo.InvariantCulture)}");
            if (result.WithoutStatements[thread] is { } reason) to.WriteLine($"  without lines: {reason}");
            PrintThread(result.Threads[thread], AccessMarks.Of(result, thread), to);
        }
    }

    private static void PrintThread(IReadOnlyList<MachineInstruction> code, IReadOnlyDictionary<int, string> marks, TextWriter to)
    {
        int width = Math.Min(WidestText, code.Select(instruction => instruction.Text.Length).DefaultIfEmpty(0).Max());
        Statement? statement = null;
        foreach (MachineInstruction instruction in code)
        {
            if (instruction.Statement != statement) to.WriteLine(instruction.Statement is { } now ? $"  {Lines(now)}: {now.Text}" : "  -");
            statement = instruction.Statement;
            string label = instruction.Label is { } name ? name + ":" : "";
            string mark = marks.TryGetValue(instruction.Offset, out string? memory) ? $"  ; {memory}" : "";
            to.WriteLine($"    {label,-5}{(mark.Length > 0 ? instruction.Text.PadRight(width) : instruction.Text)}{mark}");
        }
    }

    private static string Lines(Statement statement)
    {
        string first = statement.Line.ToString(CultureInfo.InvariantCulture);
        return statement.LastLine == statement.Line ? first : $"{first}-{statement.LastLine.ToString(CultureInfo.InvariantCulture)}";
    }
}
