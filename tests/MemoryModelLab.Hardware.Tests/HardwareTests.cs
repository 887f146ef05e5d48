using System.Globalization;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests;

/// <summary>Runs small C# tests.</summary>
internal static class HardwareTests
{
    /// <summary>Runs a test and gives its outcomes in the form <c>0:r0=1 [x]=2</c>.</summary>
    public static (HardwareResult Result, string[] Outcomes) Run(
        string members, string observed, string init = "", double seconds = 0.1, long? iterations = null, CancellationToken cancellation = default)
    {
        LitmusTest test = LitmusParser.Parse($"CSharp T\n{{ {init} }}\n{members}\nlocations [{observed}]\nexists (true)\n", "t.litmus");
        LitmusProgram program = LitmusLowering.Lower(test);
        var options = new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(seconds), Iterations = iterations };
        HardwareResult result = HardwareRunner.Run(test, program, options, cancellation);
        return (result, [.. result.Outcomes.Select(outcome => Show(program, outcome))]);
    }

    private static string Show(LitmusProgram program, HardwareOutcome outcome) => string.Join(
        ' ', program.Observed.Zip(outcome.Values, (observed, value) => $"{observed.Name}={Name(program, value)}"));

    private static string Name(LitmusProgram program, long value) =>
        program.Locations.FirstOrDefault(location => location.Address == value)?.Name ?? value.ToString(CultureInfo.InvariantCulture);
}
