using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;

namespace MemoryModelLab.Consistency.Tests.Properties;

/// <summary>What satisfies a model by construction is satisfied; one changed read breaks it, and is in the core of the contradiction, which is small.</summary>
public class SimulatedHistoryTests
{
    private static readonly string[] Atomic = ["linearizable", "sequential", "ccv", "cm", "cc", "pram", "session", "ryw+mr+mw", "prefix"];
    private static readonly string[] OneLog = Atomic[1..];
    private static readonly string[] Causal = ["ccv", "cc", "session", "ryw+mr+mw"];
    private static readonly string[] Pipelined = ["pram"];
    private static readonly string[] ShippedLog = ["prefix"];

    [Theory]
    [InlineData(nameof(SimulatedHistories.Atomic))]
    [InlineData(nameof(SimulatedHistories.OneLog))]
    [InlineData(nameof(SimulatedHistories.Causal))]
    [InlineData(nameof(SimulatedHistories.Pipelined))]
    [InlineData(nameof(SimulatedHistories.ShippedLog))]
    public void A_simulated_history_satisfies_its_models_and_one_changed_read_breaks_each(string store)
    {
        (Func<int, History> simulate, string[] models) = store switch
        {
            nameof(SimulatedHistories.Atomic) => ((Func<int, History>)SimulatedHistories.Atomic, Atomic),
            nameof(SimulatedHistories.OneLog) => (SimulatedHistories.OneLog, OneLog),
            nameof(SimulatedHistories.Causal) => (SimulatedHistories.Causal, Causal),
            nameof(SimulatedHistories.Pipelined) => (SimulatedHistories.Pipelined, Pipelined),
            _ => (SimulatedHistories.ShippedLog, ShippedLog),
        };
        int broken = 0;
        for (int seed = 0; seed < 25; seed++)
        {
            History history = simulate(seed);
            var judge = new Judge(history);
            foreach (string model in models)
            {
                Verdict verdict = judge.Of(ConsistencyModel.Find(model)!);
                Assert.True(verdict.Judgement == Judgement.Satisfied, $"seed {seed}: {model} is {verdict.Judgement} by {verdict.Algorithm}: {verdict.Reason}{RandomHistories.Show(history)}");
            }

            if (SimulatedHistories.GoneBack(history, seed) is not { } mutated) continue;
            broken++;
            var again = new Judge(mutated.History);
            foreach (string model in models)
            {
                Verdict verdict = again.Of(ConsistencyModel.Find(model)!);
                Assert.True(verdict.Judgement == Judgement.Violated, $"seed {seed}: operation {mutated.Read} was changed, and {model} is {verdict.Judgement} by {verdict.Algorithm}{RandomHistories.Show(mutated.History)}");
                string core = $"seed {seed}, {model} by {verdict.Algorithm}: the core is {string.Join(", ", verdict.Core)}, changed was {mutated.Read}: {verdict.Reason}{RandomHistories.Show(mutated.History)}";
                Assert.True(verdict.Core.Contains(mutated.Read), core);
                Assert.True(verdict.Core.Count <= 10, core);
                if (model == "linearizable") Assert.True(verdict.Core.Count <= 6, core); // two zones, the ends of which are three operations each
                else Assert.True(IsMinimal(mutated.History, verdict.Core, model), core);
            }
        }

        Assert.True(broken > 10, $"only {broken} were changed");
    }

    /// <summary>Whether the operations violate the model for themselves, and satisfy it when one is left out, with those that read what it wrote.</summary>
    private static bool IsMinimal(History history, IReadOnlyList<int> core, string model)
    {
        return IsViolated(core) && core.All(left => !IsViolated([.. core.Where(o => o != left && !Reads(o, left))]));

        bool Reads(int read, int write) => history.Operations[read] is { Kind: OperationKind.Read } r && history.Operations[write] is { Kind: OperationKind.Write } w && r.Key == w.Key && r.Value == w.Value;

        bool IsViolated(IEnumerable<int> some) => new Judge(history.Only(some)).Of(ConsistencyModel.Find(model)!).Judgement == Judgement.Violated;
    }
}
