using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;

namespace MemoryModelLab.Exploration.Replaying;

/// <summary>One execution of a program, as a word that can be kept and given back: what the schedule was, not what happened.</summary>
internal sealed record ReplayToken
{
    private const byte CurrentVersion = 1;
    private const int MostSteps = 10_000_000;

    /// <summary>The memory model.</summary>
    public required MemoryModelKind Model { get; init; }

    /// <summary>Who started the threads beyond the first, in the order of their numbers.</summary>
    public required IReadOnlyList<(int Parent, int Ordinal)> Children { get; init; }

    /// <summary>The events.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>The thread that fails after them, or -1.</summary>
    public required int Failing { get; init; }

    /// <summary>The fields whose accesses were events, by hash, where not all are.</summary>
    public IReadOnlyList<int> Shared { get; init; } = [];

    /// <summary>The token of an execution.</summary>
    public static ReplayToken Of(ExecutionGraph graph, MemoryModelKind model, ChildThreads children, int failing) =>
        new() { Model = model, Children = children.All, Steps = Recorder.Record(graph), Failing = failing };

    /// <summary>Reads a token.</summary>
    /// <exception cref="FormatException">It is none, or not all of it, or of a version this library does not know.</exception>
    public static ReplayToken Parse(string text)
    {
        var reader = new TokenReader(text);
        if (reader.Number() != CurrentVersion) throw new FormatException("the replay token is of another version of this library");
        var model = (MemoryModelKind)reader.Number();
        if (!Enum.IsDefined(model)) throw TokenReader.Damaged();
        var children = reader.List(() => (reader.Number(), reader.Number()));
        int failing = reader.Number() - 1;
        var steps = ReadSteps(reader);
        var token = new ReplayToken { Model = model, Children = children, Failing = failing, Steps = steps, Shared = reader.List(reader.Word) };
        reader.End();
        return token;
    }

    /// <summary>The token as a word.</summary>
    public override string ToString()
    {
        var writer = new TokenWriter();
        writer.Number(CurrentVersion);
        writer.Number((int)Model);
        writer.List(Children, child =>
        {
            writer.Number(child.Parent);
            writer.Number(child.Ordinal);
        });
        writer.Number(Failing + 1);
        writer.List(Runs(), run =>
        {
            writer.Number(run.Thread);
            writer.Number(run.Count);
        });
        writer.List([.. Enumerable.Range(0, Steps.Count).Where(i => Steps[i].Distance != 0)], i =>
        {
            writer.Number(i);
            writer.Number(Steps[i].Distance);
        });
        writer.List(Shared, writer.Word);
        return writer.End();
    }

    private static Step[] ReadSteps(TokenReader reader)
    {
        var runs = reader.List(() => (Thread: reader.Number(), Count: reader.Number()));
        if (runs.Sum(run => (long)run.Count) > MostSteps) throw TokenReader.Damaged();
        Step[] steps = [.. runs.SelectMany(run => Enumerable.Repeat(new Step(run.Thread, 0), run.Count))];
        foreach (var (at, distance) in reader.List(() => (reader.Number(), reader.Number())))
        {
            if (at >= steps.Length) throw TokenReader.Damaged();
            steps[at] = steps[at] with { Distance = distance };
        }

        return steps;
    }

    /// <summary>The threads in the order they add events, each as long as it does.</summary>
    private List<(int Thread, int Count)> Runs()
    {
        List<(int Thread, int Count)> runs = [];
        foreach (var step in Steps)
        {
            if (runs.Count > 0 && runs[^1].Thread == step.Thread) runs[^1] = (step.Thread, runs[^1].Count + 1);
            else runs.Add((step.Thread, 1));
        }

        return runs;
    }
}
