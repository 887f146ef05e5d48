using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Timed;

/// <summary>What a timed run of a test showed.</summary>
/// <param name="Machine">The machine after it.</param>
/// <param name="Outcomes">The final states and how many rounds ended in each, the most frequent first.</param>
/// <param name="Rounds">The rounds that ended.</param>
/// <param name="Fault">Why the run was given up; null when it was not.</param>
public sealed record TimedTest(TimedMachine Machine, IReadOnlyList<(string State, bool Satisfies, int Count)> Outcomes, int Rounds, string? Fault);

/// <summary>Runs tests and workloads in time.</summary>
public static class TimedSimulation
{
    /// <summary>Whether a timed machine can execute a test: x86, or C# compiled for it, on as many cores as it has threads.</summary>
    public static bool Fits(LitmusProgram program) => Simulation.Fits(program, new MachineOptions()) && program.Architecture is not Architecture.AArch64;

    /// <summary>Runs a test so many times.</summary>
    public static TimedTest Run(LitmusProgram program, TimedOptions options, int rounds, ITimedObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        LitmusProgram executable = Simulation.Executable(program, new MachineOptions());
        var workload = new LitmusWorkload(executable, rounds, options);
        var machine = new TimedMachine(options with { Cores = executable.Threads.Count }, workload, observer);
        machine.Run(long.MaxValue, cancellation);
        PropositionEvaluator? condition = executable.Condition is { } given ? new PropositionEvaluator(given.Proposition, executable) : null;
        int declared = StateValues.DeclaredCount(executable), complete = 0;
        var found = new Dictionary<string, (bool Satisfies, int Count)>(StringComparer.Ordinal);
        for (int round = 0; round < rounds; round++)
        {
            if (workload.Values(round, machine.Memory) is not { } values) continue;
            complete++;
            for (int i = 0; i < values.Length; i++) values[i] = StateValues.Canonical(values[i], executable.Observed[i], declared);
            string text = StateValues.Print(executable, values);
            found[text] = (condition?.Evaluate(values) ?? true, found.GetValueOrDefault(text).Count + 1);
        }

        return new TimedTest(machine, [.. found.OrderByDescending(entry => entry.Value.Count).Select(entry => (entry.Key, entry.Value.Satisfies, entry.Value.Count))], complete, workload.Fault);
    }
}
