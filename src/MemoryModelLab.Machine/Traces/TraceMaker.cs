using System.Globalization;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Traces;

/// <summary>Puts the steps of a path into words, and finds what each changed.</summary>
internal sealed class TraceMaker(int cores, string hub, Func<int, string> nameOf, Func<long, string> print, Func<int, IReadOnlyList<Part>> partsOf)
{
    /// <summary>The cores, and last what is at their far end.</summary>
    public string[] Participants { get; } = [.. Enumerable.Range(0, cores).Select(core => string.Create(CultureInfo.InvariantCulture, $"P{core}")), hub];

    /// <summary>The run along <paramref name="path"/> from the first state, and behind it the step that cannot be taken, where there is one.</summary>
    public Trace Make(IReadOnlyList<(Step Step, int State)> path, Step? failing = null)
    {
        string[] participants = Participants;
        IReadOnlyList<Part> before = partsOf(0);
        Part[] start = [.. before.Where(part => part.Content.Length > 0)];
        var steps = new List<TraceStep>();
        foreach ((Step step, int state) in path)
        {
            IReadOnlyList<Part> after = partsOf(state);
            (int from, int to) = Ends(step);
            steps.Add(new TraceStep(step.Kind, from, to, Words(step), step.Line, [.. after.Except(before)]));
            before = after;
        }

        if (failing is { } last) steps.Add(new TraceStep(last.Kind, Ends(last).From, Ends(last).To, Words(last), last.Line, []));
        return new Trace(participants, start, steps);
    }

    /// <summary>The participants a step goes from and to.</summary>
    public (int From, int To) Ends(Step step) => step.Kind switch
    {
        StepKind.Forward or StepKind.Choose or StepKind.Predict or StepKind.Request or StepKind.Evict or StepKind.Invalidate => (step.Core, step.Core),
        StepKind.Message => (step.From, step.Core),
        StepKind.Load => step.Detail is null && hub != Memory.MemorySystems.MemoryHub ? (step.Core, step.Core) : (cores, step.Core),
        _ when step.Detail is null && hub != Memory.MemorySystems.MemoryHub => (step.Core, step.Core),
        _ => (step.Core, cores),
    };

    /// <summary>A step in a few words.</summary>
    public string Words(Step step)
    {
        string cell = step.Cell < 0 ? "" : nameOf(step.Cell), value = print(step.Value);
        string access = step.Kind switch
        {
            StepKind.Forward => $"reads {cell}={value} from its own store",
            StepKind.Load => $"reads {cell}={value}",
            StepKind.Store => $"writes {cell}={value}",
            StepKind.Drain => $"{cell}={value} leaves the buffer",
            StepKind.Atomic => $"atomic {cell}={value}",
            StepKind.Choose => $"chooses {value}",
            StepKind.Predict => step.Value == 0 ? "predicts: branch not taken" : "predicts: branch taken",
            StepKind.Evict => $"gives up the line of {cell}",
            StepKind.Invalidate => $"applies the invalidation of {cell}",
            StepKind.Request => $"asks for {cell}",
            _ => cell,
        };
        return step.Detail is null ? access : $"{step.Detail}: {access}";
    }
}
