using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine;

/// <summary>A run of a machine that is led: in every state one of the enabled steps is chosen, or the last one is taken back.</summary>
public sealed class MachineRun
{
    private readonly LitmusMachine machine;
    private readonly TraceMaker words;
    private readonly Func<long, string> print;
    private readonly Func<string> outcome;
    private readonly Func<ulong[], IReadOnlyList<Part>> partsOf;
    private readonly Stack<(ulong[] State, Step Step)> past = new();
    private readonly Successors enabled;
    private ulong[] state;

    internal MachineRun(LitmusMachine machine, TraceMaker words, Func<long, string> print, Func<string> outcome)
    {
        (this.machine, this.words, this.print, this.outcome) = (machine, words, print, outcome);
        partsOf = at => machine.Describe(at, print);
        state = new ulong[machine.Words];
        enabled = new Successors();
        machine.Start(state);
        Look();
    }

    /// <summary>The steps that were chosen.</summary>
    public int Length => past.Count;

    /// <summary>What is in the machine's parts.</summary>
    public IReadOnlyList<Part> Parts => partsOf(state);

    /// <summary>Where each core stands.</summary>
    public IReadOnlyList<CoreView> Cores => [.. Enumerable.Range(0, machine.CoreCount).Select(core => machine.View(core, state, print))];

    /// <summary>The final state, once all is done; null before that.</summary>
    public string? Outcome => machine.HasEnded ? outcome() : null;

    /// <summary>The steps that may be chosen, each as who does it and what it is.</summary>
    public IReadOnlyList<string> Enabled => [.. enabled.Found.Select(next => Say(next.Step))];

    /// <summary>The invariant that does not hold here; null when all do.</summary>
    public string? Violation => enabled.Violation;

    /// <summary>Chooses a step.</summary>
    public void Take(int number)
    {
        (ulong[] next, Step step) = enabled.Found[number];
        past.Push((state, step));
        state = next;
        Look();
    }

    /// <summary>Takes the last step back; false at the start.</summary>
    public bool Back()
    {
        if (!past.TryPop(out (ulong[] State, Step Step) last)) return false;
        state = last.State;
        Look();
        return true;
    }

    /// <summary>The run so far.</summary>
    public Trace Trace()
    {
        (ulong[] State, Step Step)[] steps = [.. past.Reverse()];
        IReadOnlyList<Part> start = partsOf(steps.Length > 0 ? steps[0].State : state), before = start;
        var told = new List<TraceStep>();
        for (int i = 0; i < steps.Length; i++)
        {
            IReadOnlyList<Part> after = partsOf(i + 1 < steps.Length ? steps[i + 1].State : state);
            (int from, int to) = words.Ends(steps[i].Step);
            told.Add(new TraceStep(steps[i].Step.Kind, from, to, words.Words(steps[i].Step), steps[i].Step.Line, [.. after.Except(before)]));
            before = after;
        }

        return new Trace(words.Participants, [.. start.Where(part => part.Content.Length > 0)], told);
    }

    private string Say(Step step)
    {
        (int from, int to) = words.Ends(step);
        string who = from == to ? words.Participants[from] : step.Kind == StepKind.Message ? $"{words.Participants[from]}→{words.Participants[to]}" : words.Participants[step.Core];
        return $"{who} {words.Words(step)}";
    }

    private void Look()
    {
        enabled.Clear();
        machine.Expand(state, enabled);
    }

    private sealed class Successors : ISuccessors
    {
        public List<(ulong[] State, Step Step)> Found { get; } = [];

        public string? Violation { get; private set; }

        public int Current => -1;

        public void Add(ReadOnlySpan<ulong> next, in Step step) => Found.Add((next.ToArray(), step));

        public void Violates(string invariant, Step? step = null) => Violation ??= invariant;

        public void Clear()
        {
            Found.Clear();
            Violation = null;
        }
    }
}
