using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Properties;

/// <summary>
/// Checkers with a mistake, as one is easily made: each must differ from the definition on one of the histories that the checkers are compared on. What compares the right ones
/// would then notice such a mistake in them.
/// </summary>
public class BrokenCheckersTests
{
    private static readonly string[] Alone = ["RYW", "MR", "MW", "WFR"];

    private static readonly Lazy<History[]> Histories = new(() =>
    [
        .. Enumerable.Range(1, 3).SelectMany(SmallHistories.Of),
        .. EveryHistoryTests.Telling,
        .. Enumerable.Range(0, 1200).Select(seed => RandomHistories.Distinct(seed, operations: 7, clients: 3, keys: 2)),
    ]);

    [Theory]
    [InlineData("RYW", "forgets reads of the initial value")]
    [InlineData("MR", "forgets reads of the initial value")]
    [InlineData("RYW+MR", "ands what holds alone")]
    [InlineData("RYW+MR+MW", "ands what holds alone")]
    [InlineData("session(all4)", "ands what holds alone")]
    [InlineData("WFR", "forgets the last operation")]
    [InlineData("RYW+MR+MW", "loses the order of a session's writes")]
    [InlineData("session(all4)", "one key at a time")]
    [InlineData("PRAM", "loses the order of a session's writes")]
    [InlineData("PRAM", "one key at a time")]
    [InlineData("CC", "one key at a time")]
    [InlineData("CC", "forgets reads of the initial value")]
    [InlineData("CM", "one key at a time")]
    [InlineData("CM", "loses the order of a session's writes")]
    [InlineData("CCv", "one session's reads at a time")]
    [InlineData("CCv", "one key at a time")]
    [InlineData("prefix(monotone)", "one session's reads at a time")]
    [InlineData("prefix(monotone)", "loses the order of a session's writes")]
    [InlineData("prefix(monotone)", "one key at a time")]
    [InlineData("SC", "one session's reads at a time")]
    [InlineData("SC", "one key at a time")]
    [InlineData("SC", "forgets reads of the initial value")]
    [InlineData("LIN", "takes what touches for ordered")]
    [InlineData("LIN", "forgets the last operation")]
    [InlineData("LIN", "forgets reads of the initial value")]
    [InlineData("strict", "one session's reads at a time", false)]
    [InlineData("strict", "forgets reads of the initial value")]
    [InlineData("strict", "forgets the last operation")]
    public void A_broken_twin_is_caught(string model, string mistake, bool isMistake = true) =>
        Assert.Equal(isMistake, Histories.Value.Any(history => Broken(history, model, mistake) != EveryHistoryTests.Definition(history, model)));

    private static bool Broken(History history, string model, string mistake)
    {
        int[] all = Serialization.All(history);
        Operation At(int i) => history.Operations[i];
        return mistake switch
        {
            "forgets reads of the initial value" => Holds(history.Only(all.Where(i => At(i).Kind != OperationKind.Read || At(i).Value != history.Initial)), model),
            "forgets the last operation" => Holds(history.Only(all[..^1]), model),
            "one key at a time" => all.Select(i => At(i).Key).Distinct().All(key => Holds(history.Only(all.Where(i => At(i).Key == key)), model)),
            "one session's reads at a time" => all.Select(i => At(i).Client).Distinct().All(c => Holds(history.Only(all.Where(i => At(i).Kind == OperationKind.Write || At(i).Client == c)), model)),
            "ands what holds alone" => Alone.Take(model switch { "RYW+MR" => 2, "RYW+MR+MW" => 3, _ => 4 }).All(alone => Holds(history, alone)),
            "loses the order of a session's writes" => Holds(Scattered(history), model),
            "takes what touches for ordered" => Holds(Changed(history, (_, o) => (o.Client, 10 * o.Invocation, (10 * o.Response) - (o.Response > o.Invocation ? 1 : 0))), model),
            _ => throw new ArgumentException(mistake),
        };
    }

    private static bool Holds(History history, string model) => new Judge(history).Of(ConsistencyModel.Find(model)!).Judgement == Judgement.Satisfied;

    /// <summary>Each write by a client of its own.</summary>
    private static History Scattered(History history) => Changed(history, (i, o) => (o.Kind == OperationKind.Write ? 100 + i : o.Client, o.Invocation, o.Response));

    private static History Changed(History history, Func<int, Operation, (int Client, long From, long To)> change)
    {
        var builder = new HistoryBuilder();
        for (int i = 0; i < history.Operations.Length; i++)
        {
            Operation operation = history.Operations[i];
            (int client, long from, long to) = change(i, operation);
            if (operation.Kind == OperationKind.Write) builder.Write("C" + client, history.Keys[operation.Key], operation.Value, from, to);
            else builder.Read("C" + client, history.Keys[operation.Key], operation.Value, from, to);
        }

        return builder.Build();
    }
}
