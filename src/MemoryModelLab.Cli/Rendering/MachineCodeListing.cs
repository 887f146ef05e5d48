using System.Globalization;
using System.Runtime.InteropServices;
using MemoryModelLab.Cli.Verbs;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Machine code as text: an instruction a line, under the statement it comes from.</summary>
internal static class MachineCodeListing
{
    /// <summary>Prints the code of every thread of a test.</summary>
    public static void Print(string file, MachineCodeResult result, TextWriter to)
    {
        LitmusTest test = result.Program.Test;
        to.WriteLine($"{test.Name} {file}: {MachineCodeChoice.NameOf(result.Options.Target)}, {MachineCodeChoice.NameOf(result.Options.Mode)}, {RuntimeInformation.FrameworkDescription}");
        for (int thread = 0; thread < result.Threads.Count; thread++)
        {
            to.WriteLine($"P{thread.ToString(CultureInfo.InvariantCulture)}");
            Statement? statement = null;
            foreach (MachineInstruction instruction in result.Threads[thread])
            {
                if (instruction.Statement is { Text: { } text } now && now != statement) to.WriteLine($"  {Path.GetFileName(file)}:{now.Line.ToString(CultureInfo.InvariantCulture)}  {text}");
                statement = instruction.Statement ?? statement;
                to.WriteLine($"    {(instruction.Label is { } label ? label + ":" : ""),-5}{instruction.Text}");
            }
        }
    }
}
