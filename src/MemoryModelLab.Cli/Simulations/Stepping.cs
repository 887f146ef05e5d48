using System.Globalization;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Simulations;

/// <summary><c>mml sim TEST --step</c>: a run led from the terminal, or by lines from a pipe.</summary>
internal static class Stepping
{
    private const int MostStates = 100_000;
    private const string Help = "a number takes that step, b goes back, r takes one at random (--seed), t shows the run, q ends";

    /// <summary>Leads one test through a run.</summary>
    public static ExitCode Run(IReadOnlyList<string> files, MachineOptions options, ulong seed, TextReader input, CancellationToken cancellation)
    {
        foreach (string path in files)
        {
            LitmusTest test = TestFiles.Parse(path);
            LitmusProgram program = LitmusLowering.Lower(test);
            if (!Simulation.Fits(program, options)) continue;
            Output.Line($"{test.Name} ({test.Architecture}) {path}: {Help}");
            MachineRun run = Simulation.Explore(program, options with { MostStates = MostStates }, cancellation).Lead();
            Lead(run, new TestLines(path), seed, input);
            Output.Line($"Next: mml sim {test.Name} --chart for a run that ends as the test asks");
            Output.Flush();
            return run.Violation is null ? ExitCode.Pass : ExitCode.Violation;
        }

        Console.Error.WriteLine("mml: this machine executes none of these tests");
        return ExitCode.Unsupported;
    }

    private static void Lead(MachineRun run, TestLines lines, ulong seed, TextReader input)
    {
        ulong random = (seed + 1) * 0x9E37_79B9_7F4A_7C15; // near seeds, different runs
        Show(run, lines);
        while (input.ReadLine()?.Trim() is { } line && line != "q")
        {
            int enabled = run.Enabled.Count;
            if (line == "b")
            {
                if (!run.Back()) Output.Line("this is the start");
            }
            else if (line == "t")
            {
                foreach (string row in SequenceChart.Lines(run.Trace())) Output.Line(row);
                continue;
            }
            else if (line == "r" && enabled > 0)
            {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                run.Take((int)((random >> 33) % (ulong)enabled));
            }
            else if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= enabled)
            {
                run.Take(number - 1);
            }
            else
            {
                Output.Line(enabled == 0 ? "the run has ended; b goes back, q ends" : FormattableString.Invariant($"expected a number from 1 to {enabled}, b, r, t or q"));
                continue;
            }

            Show(run, lines);
        }
    }

    private static void Show(MachineRun run, TestLines lines)
    {
        Output.Line();
        Output.Line(FormattableString.Invariant($"after {run.Length} steps"));
        for (int core = 0; core < run.Cores.Count; core++)
        {
            CoreView view = run.Cores[core];
            string next = view.Line == 0 ? "has ended" : $"at {lines.Text(view.Line, core)}";
            Output.Line($"  {$"P{core}",-20} {next}{string.Concat(view.Registers.Select(register => $"  {register.Name}={register.Content}"))}");
        }

        foreach (Part part in run.Parts) Output.Line($"  {part.Name,-20} {part.Content}".TrimEnd());
        if (run.Violation is { } violation) Output.Line($"VIOLATION {violation}");
        IReadOnlyList<string> enabled = run.Enabled;
        for (int i = 0; i < enabled.Count; i++) Output.Line(FormattableString.Invariant($"{i + 1,4}  {enabled[i]}"));
        if (enabled.Count == 0) Output.Line(run.Outcome is { } outcome ? $"      all is done: {outcome}" : "      nothing more can happen");
        Output.Flush();
    }
}
