using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;
using MemoryModelLab.Models.Explanation.Strengthening;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of explanations; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonExplanation
{
    /// <summary>An explanation.</summary>
    public static Entry Of(OutcomeExplanation explanation) => explanation switch
    {
        OutcomeExplanation.Forbidden f => new Entry(f.Model, f.Outcome, "forbidden")
        {
            Executions = f.Candidates,
            Soundness = f.Soundness.ToString().ToLowerInvariant(),
            Complete = f.IsComplete,
            Reasons = [.. f.Reasons.Select(r => new ReasonEntry(
                r.Rule, r.Kind.ToString().ToLowerInvariant(), $"{Path.GetFileName(r.Position.File)}:{r.Position.Line}", r.Candidates, r.Sentences, Edges(r.Cycle), Events(r.Execution)))],
        },
        OutcomeExplanation.Allowed a => new Entry(a.Model, a.Outcome, "allowed")
        {
            Sequential = a.IsSequential,
            Sentences = a.Sentences,
            Cycle = Edges(a.Cycle),
            Events = Events(a.Execution),
            Strengthening = a.Strengthening is { } s ? Of(s) : null,
        },
        OutcomeExplanation.Impossible i => new Entry(i.Model, i.Outcome, "impossible") { Sentences = [i.Sentence] },
        OutcomeExplanation.Unknown u => new Entry(u.Model, u.Outcome, "unknown") { Sentences = [u.Sentence] },
        _ => throw new ArgumentOutOfRangeException(nameof(explanation)),
    };

    /// <summary>A comparison of two models.</summary>
    public static DifferenceEntry Of(ModelDifference d) =>
        new(d.First, d.Second, d.Agree, d.IsComplete, [.. d.Outcomes.Select(o => new PairEntry(o.Outcome, Of(o.Allowing), Of(o.Forbidding)))], d.MoreOutcomes);

    private static AdviceEntry Of(StrengtheningAdvice advice) => new(advice.Changes, [.. advice.Suggestions.Select(s => s.Sentence)], advice.Tried, advice.IsComplete);

    private static EdgeEntry[] Edges(Cycle cycle) => [.. cycle.Edges.Select(e => new EdgeEntry(e.From, e.To, e.Label, e.Kind.ToString()))];

    private static EventEntry[] Events(ExecutionGraph execution) => [.. execution.Events.Select((e, i) => new EventEntry(
        i, e.Event.Thread < 0 ? null : e.Event.Thread, e.Event.Kind.ToString(), e.Location, e.Location is null ? null : e.ValueText, e.Event.Line > 0 ? e.Event.Line : null))];

    internal sealed record Entry(string Model, string Outcome, string Verdict)
    {
        public long? Executions { get; init; }

        public string? Soundness { get; init; }

        public bool? Complete { get; init; }

        public IReadOnlyList<ReasonEntry>? Reasons { get; init; }

        public bool? Sequential { get; init; }

        public IReadOnlyList<string>? Sentences { get; init; }

        public IReadOnlyList<EdgeEntry>? Cycle { get; init; }

        public IReadOnlyList<EventEntry>? Events { get; init; }

        public AdviceEntry? Strengthening { get; init; }
    }

    internal sealed record ReasonEntry(
        string Rule, string Kind, string At, long Executions, IReadOnlyList<string> Sentences, IReadOnlyList<EdgeEntry> Cycle, IReadOnlyList<EventEntry> Events);

    internal sealed record EdgeEntry(int From, int To, string Label, string Kind);

    internal sealed record EventEntry(int Number, int? Thread, string Kind, string? Location, string? Value, int? Line);

    internal sealed record AdviceEntry(int Changes, IReadOnlyList<string> Suggestions, int Tried, bool Complete);

    internal sealed record DifferenceEntry(string First, string Second, bool Agree, bool Complete, IReadOnlyList<PairEntry> Outcomes, int More);

    internal sealed record PairEntry(string Outcome, Entry Allowing, Entry Forbidding);
}
