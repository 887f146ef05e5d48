using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine;
using MemoryModelLab.Machine.Traces;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>What a simulated machine does to a test, beside what the axiomatic model it implements allows.</summary>
internal sealed class SimReport
{
    public required string Path { get; init; }

    /// <summary>Why the test was not simulated; the rest is then empty.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it was left out because this machine does not execute its language.</summary>
    public bool IsLeftOut { get; init; }

    public LitmusTest? Test { get; init; }

    public SimulationResult? Result { get; init; }

    /// <summary>The model's name.</summary>
    public string Model { get; init; } = "";

    /// <summary>Whether the model was asked to its end.</summary>
    public bool IsModelComplete { get; init; }

    /// <summary>States the machine reaches and the model forbids: a fault of one of them, unless the machine has invalidate queues.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];

    /// <summary>Whether the machine implements no model that is known here, so that it may reach more.</summary>
    public bool MayReachMore { get; init; }

    /// <summary>States the model allows and the machine does not reach.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>A shortest run to the outcome that was asked about, or to the violation.</summary>
    public Trace? Trace { get; init; }

    /// <summary>What the trace shows, or why there is none.</summary>
    public string? TraceTitle { get; init; }

    /// <summary>
    /// Whether it is no fault that the machine reaches less: its window is small, or the test is C#, whose compiler may cancel a dependency, while an
    /// out-of-order machine executes the code in which it was kept.
    /// </summary>
    public bool MayReachLess { get; init; }

    /// <summary>Whether it reaches less, and no more.</summary>
    public bool IsWithin => Code == ExitCode.Pass && Missing.Count > 0;

    public ExitCode Code =>
        Error is not null ? ExitCode.Usage
        : IsLeftOut ? ExitCode.Pass
        : Result!.Violation is not null || (Forbidden.Count > 0 && !MayReachMore) || (Missing.Count > 0 && !MayReachLess) ? ExitCode.Violation
        : !Result.IsComplete || !IsModelComplete ? ExitCode.Inconclusive
        : ExitCode.Pass;

    /// <summary>Simulates a test.</summary>
    /// <param name="path">The test's file.</param>
    /// <param name="options">The machine.</param>
    /// <param name="showsTrace">Whether a run is wanted.</param>
    /// <param name="outcome">The outcome it is to end in; null for what the test's condition asks.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SimReport Of(string path, MachineOptions options, bool showsTrace, string? outcome, CancellationToken cancellation)
    {
        LitmusTest test;
        LitmusProgram program;
        try
        {
            test = new Questions(false, outcome, null).AskedOf(TestFiles.Parse(path));
            program = LitmusLowering.Lower(test);
        }
        catch (LitmusException e)
        {
            return new SimReport { Path = path, Error = e.Message };
        }

        if (!Simulation.Fits(program, options)) return new SimReport { Path = path, Test = test, IsLeftOut = true };
        SimulationResult result = Simulation.Explore(program, options, cancellation);
        MemoryModel model = ImplementedModel.Of(options);
        CheckResult allowed = ModelChecker.Check(result.Program, model, null, cancellation);
        bool isExact = allowed.Complete && !allowed.LoopBoundReached;
        string[] reached = [.. result.States.Select(state => state.Text)], texts = [.. allowed.States.Select(state => state.Text)];
        (Trace? trace, string? title) = showsTrace || outcome is not null || result.Violation is not null ? TraceOf(result) : (null, null);
        string[] forbidden = isExact ? [.. reached.Except(texts)] : [], missing = result.IsComplete ? [.. texts.Except(reached)] : [];
        if (result.ComputedCell is { } cell && result.Violation is null && forbidden.Length + missing.Length > 0)
        {
            string problem = $"a thread computes the address {cell.Name}, which is no location's, and neither machine nor model knows what it shares with one; expected the address of a location";
            return new SimReport { Path = path, Test = test, Error = new LitmusException(new SourcePosition(path, cell.Line, 1), problem).Message };
        }

        return new SimReport
        {
            Path = path,
            Test = test,
            Result = result,
            Model = model.Name,
            MayReachLess = options.OutOfOrder && (test.Architecture == Architecture.CSharp || options.WindowSize < new MachineOptions().WindowSize),
            MayReachMore = options.InvalidateQueues,
            IsModelComplete = isExact,
            Forbidden = forbidden,
            Missing = missing,
            Trace = trace,
            TraceTitle = title,
        };
    }

    private static (Trace? Trace, string Title) TraceOf(SimulationResult result)
    {
        if (result.Violation is { } violation) return (result.TraceToViolation(), $"A shortest run to the violation: {violation}");
        ReachedState? shown = result.States.FirstOrDefault(state => state.Satisfies) ?? (result.States.Count > 0 ? result.States[0] : null);
        if (shown is null) return (null, "No run ends.");
        string reason = shown.Satisfies ? "A shortest run to" : "No run ends as asked; a shortest run to";
        return (result.TraceTo(shown.Number), $"{reason} {shown.Text}");
    }
}
