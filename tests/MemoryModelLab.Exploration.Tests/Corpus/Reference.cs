using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>Explores the reference programs, rewritten once for all.</summary>
internal static class Reference
{
    /// <summary>The rewritten programs.</summary>
    public static readonly InstrumentedProgram Program = new(typeof(ReferencePrograms).Assembly.Location);

    /// <summary>Makes the rewritten copy of one.</summary>
    public static readonly Func<string, string, Action> Copy =
        Program.FindType(typeof(ReferencePrograms)).GetMethod(nameof(ReferencePrograms.Create))!.CreateDelegate<Func<string, string, Action>>();

    /// <summary>Explores one.</summary>
    public static ExplorationResult Explore(string name, string arguments = "", ExplorationOptions? options = null) =>
        Explorer.Run(Program, Copy(name, arguments), With(options)).Exploration;

    /// <summary>Estimates how many executions one has.</summary>
    public static ExplorationEstimate Estimate(string name, string arguments, ExplorationOptions options, int probes) =>
        Explorer.Estimate(Program, Copy(name, arguments), With(options), probes);

    private static InstrumentedOptions With(ExplorationOptions? options) => new() { Exploration = options ?? new ExplorationOptions() };
}
