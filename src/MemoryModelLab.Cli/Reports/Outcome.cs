using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Reports;

/// <summary>A final state of a test that a model allows or this machine showed.</summary>
/// <param name="State">As herd prints it.</param>
/// <param name="Satisfies">Whether the condition's proposition holds in it.</param>
/// <param name="Grade">What the test's author says of it; null when nothing.</param>
/// <param name="Sentence">The author's sentence.</param>
/// <param name="Observed">How often this machine showed it; null when it did not run.</param>
/// <param name="Executions">For each model asked, the number of its executions that end so; 0 when it forbids the state.</param>
internal sealed record Outcome(
    string State, bool Satisfies, Grade? Grade, string? Sentence, long? Observed, IReadOnlyList<long> Executions)
{
    /// <summary>All states of a test, in the order of their values, with what everyone says of them.</summary>
    /// <param name="program">The test.</param>
    /// <param name="answers">What the models say.</param>
    /// <param name="observed">What this machine showed, by the states' values; null when it did not run.</param>
    public static IReadOnlyList<Outcome> Merge(
        LitmusProgram program, IReadOnlyList<Answer> answers, IReadOnlyList<(long[] Values, long Count)>? observed)
    {
        var rows = new SortedDictionary<long[], (long[] Executions, long Observed)>(Comparer<long[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        for (int model = 0; model < answers.Count; model++)
        {
            foreach (FinalState state in answers[model].Result.States)
            {
                long[] key = state.Values.ToArray();
                if (!rows.TryGetValue(key, out var row)) rows.Add(key, row = (new long[answers.Count], 0));
                row.Executions[model] = state.Executions;
            }
        }

        int declared = StateValues.DeclaredCount(program);
        foreach ((long[] values, long count) in observed ?? [])
        {
            long[] key = [.. values.Select((v, i) => StateValues.Canonical(v, program.Observed[i], declared))];
            (long[] executions, long before) = rows.TryGetValue(key, out var row) ? row : (new long[answers.Count], 0);
            rows[key] = (executions, before + count);
        }

        PropositionEvaluator? condition = program.Condition is { } c ? new(c.Proposition, program) : null;
        (Expectation Expectation, PropositionEvaluator Evaluator)[] expectations =
            [.. program.Test.Expectations.Select(e => (e, new PropositionEvaluator(e.Proposition, program)))];
        return [.. rows.Select(row =>
        {
            Expectation? expectation = Array.Find(expectations, e => e.Evaluator.Evaluate(row.Key)).Expectation;
            return new Outcome(
                StateValues.Print(program, row.Key), condition?.Evaluate(row.Key) ?? false, expectation?.Grade, expectation?.Sentence,
                observed is null ? null : row.Value.Observed, row.Value.Executions);
        })];
    }
}
