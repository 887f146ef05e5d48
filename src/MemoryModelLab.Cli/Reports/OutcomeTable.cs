using System.Diagnostics.CodeAnalysis;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Reports;

/// <summary>
/// The final states of a test, with what the models, this machine and the author say of each. A test can have a million states; then the
/// table holds those this machine showed, those that satisfy the condition, and the first of the others.
/// </summary>
internal sealed class OutcomeTable
{
    private const int MostRows = 200;

    private readonly LitmusProgram program;
    private readonly IReadOnlyList<Answer> answers;
    private readonly PropositionEvaluator? condition;
    private readonly (Expectation Expectation, PropositionEvaluator Evaluator)[] expectations;
    private readonly Dictionary<long[], Row> rows = new(new ByContent());
    private readonly bool ran;

    /// <summary>Collects the states.</summary>
    /// <param name="program">The test.</param>
    /// <param name="answers">What the models say.</param>
    /// <param name="observed">What this machine showed, by the states' values; null when it did not run.</param>
    public OutcomeTable(LitmusProgram program, IReadOnlyList<Answer> answers, IReadOnlyList<(long[] Values, long Count)>? observed)
    {
        (this.program, this.answers, ran) = (program, answers, observed is not null);
        condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
        expectations = [.. program.Test.Expectations.Select(e => (e, new PropositionEvaluator(e.Proposition, program)))];
        int declared = StateValues.DeclaredCount(program);
        foreach ((long[] values, long count) in observed ?? [])
        {
            long[] key = [.. values.Select((v, i) => StateValues.Canonical(v, program.Observed[i], declared))];
            RowOf(key).Observed += count;
        }

        foreach (Answer answer in answers) Take(answer, s => s.Satisfies);
        foreach (Answer answer in answers) Take(answer, _ => true);
        for (int model = 0; model < answers.Count; model++) Count(model);
    }

    /// <summary>The states in the order of their values.</summary>
    public IReadOnlyList<Outcome> Rows => [.. rows.OrderBy(r => r.Key, Comparer<long[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).Select(Of)];

    /// <summary>How many states are left out.</summary>
    public int Omitted => answers.Select((a, m) => a.Result.States.Count - rows.Values.Count(r => r.Executions[m] > 0)).DefaultIfEmpty(0).Max();

    /// <summary>The states that the answer of a model allows and the author grades forbidden.</summary>
    public IEnumerable<string> ForbiddenButAllowed(Answer answer) =>
        expectations.Length == 0 ? [] : answer.Result.States.Where(s => GradeOf(s.Values)?.Grade == Grade.Forbidden).Select(s => s.Text);

    private Outcome Of(KeyValuePair<long[], Row> row)
    {
        Expectation? expectation = GradeOf(row.Key);
        return new Outcome(
            StateValues.Print(program, row.Key), condition?.Evaluate(row.Key) ?? false, expectation?.Grade, expectation?.Sentence,
            ran ? row.Value.Observed : null, row.Value.Executions);
    }

    private Expectation? GradeOf(ReadOnlySpan<long> values)
    {
        foreach ((Expectation expectation, PropositionEvaluator evaluator) in expectations)
        {
            if (evaluator.Evaluate(values)) return expectation;
        }

        return null;
    }

    /// <summary>Adds rows for a model's states while there is room.</summary>
    private void Take(Answer answer, Func<FinalState, bool> wanted)
    {
        foreach (FinalState state in answer.Result.States)
        {
            if (rows.Count >= MostRows) return;
            if (wanted(state)) RowOf(state.Values.ToArray());
        }
    }

    private void Count(int model)
    {
        Dictionary<long[], Row>.AlternateLookup<ReadOnlySpan<long>> lookup = rows.GetAlternateLookup<ReadOnlySpan<long>>();
        foreach (FinalState state in answers[model].Result.States)
        {
            if (lookup.TryGetValue(state.Values, out Row? row)) row.Executions[model] = state.Executions;
        }
    }

    private Row RowOf(long[] key)
    {
        if (!rows.TryGetValue(key, out Row? row)) rows.Add(key, row = new Row(new long[answers.Count]));
        return row;
    }

    private sealed class Row(long[] executions)
    {
        public long[] Executions { get; } = executions;

        public long Observed { get; set; }
    }

    private sealed class ByContent : IEqualityComparer<long[]>, IAlternateEqualityComparer<ReadOnlySpan<long>, long[]>
    {
        public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<long> alternate, long[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] long[] obj) => GetHashCode((ReadOnlySpan<long>)obj);

        public int GetHashCode(ReadOnlySpan<long> alternate)
        {
            var hash = new HashCode();
            foreach (long value in alternate) hash.Add(value);
            return hash.ToHashCode();
        }

        public long[] Create(ReadOnlySpan<long> alternate) => alternate.ToArray();
    }
}
