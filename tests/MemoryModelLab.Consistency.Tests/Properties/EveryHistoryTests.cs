using System.Globalization;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Properties;

/// <summary>
/// Every small history, judged by the checkers and by the definitions. Up to four operations, or as many as the environment variable
/// <c>MML_EVERY_HISTORY</c> says (5 take minutes).
/// </summary>
public class EveryHistoryTests
{
    private static readonly string[] Models = ["RYW", "MR", "MW", "WFR", "RYW+MR", "RYW+MR+MW", "session(all4)", "PRAM", "CC", "CM", "CCv", "prefix(monotone)", "SC", "LIN", "strict"];

    private static int Most => int.TryParse(Environment.GetEnvironmentVariable("MML_EVERY_HISTORY"), CultureInfo.InvariantCulture, out int most) ? most : 4;

    [Fact]
    public void Every_checker_agrees_with_its_definition_on_every_small_history()
    {
        int count = 0;
        foreach (History history in Enumerable.Range(1, Most).SelectMany(SmallHistories.Of))
        {
            var judge = new Judge(history);
            foreach (string model in Models)
            {
                bool expected = Definition(history, model);
                Verdict verdict = judge.Of(ConsistencyModel.Find(model)!);
                Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"{model}: the definition says {expected}, the checker {verdict.Judgement} by {verdict.Algorithm}{RandomHistories.Show(history)}");
                if (!expected) Assert.True(verdict.Core.Count > 0 && verdict.Reason is { Length: > 0 }, $"{model}: no reason{RandomHistories.Show(history)}");
            }

            count++;
        }

        Assert.True(count > 1000, $"only {count} histories");
    }

    /// <summary>Histories that chance does not find soon.</summary>
    internal static History[] Telling { get; } =
    [
        Sessions("w x 1, r x 2", "w x 2, r x 1"), // each session can order the writes for itself, and not both in one order
        Sessions("w x 1, r y 0", "w y 2, r x 0"),
        Sessions("w x 1", "r x 1, w y 2", "r y 2, r x 0"),
        Sessions("w x 1", "w x 2, r x 1, r x 2"),
        Sessions("w x 1", "w x 2", "r x 1, r x 2", "r x 2, r x 1"), // two observers, two orders
        Sessions("w x 1", "w y 2", "r x 1, r y 0", "r y 2, r x 0"),
        Sessions("w x 1, w y 2", "r y 2, r x 0"),
    ];

    /// <summary>A checker that took one model for another would be caught: the definitions differ on small histories.</summary>
    [Fact]
    public void The_definitions_tell_all_models_apart()
    {
        History[] histories =
        [
            .. Telling,
            .. Enumerable.Range(0, 600).Select(seed => RandomHistories.Distinct(seed, operations: 6, clients: 3, keys: 2)),
        ];
        Dictionary<string, bool[]> verdicts = Models.ToDictionary(model => model, model => Array.ConvertAll(histories, h => Definition(h, model)));
        foreach (string one in Models)
        {
            foreach (string other in Models.Where(m => m != one && !(m is "CCv" or "session(all4)" && one is "CCv" or "session(all4)")))
            {
                Assert.False(verdicts[one].SequenceEqual(verdicts[other]), $"nothing tells {one} from {other}");
            }
        }
    }

    /// <summary>Sessions that run at the same time.</summary>
    private static History Sessions(params string[] sessions)
    {
        var builder = new HistoryBuilder();
        for (int session = 0; session < sessions.Length; session++)
        {
            long from = 0;
            foreach (string[] words in sessions[session].Split(", ").Select(o => o.Split(' ')))
            {
                long value = long.Parse(words[2], CultureInfo.InvariantCulture);
                if (words[0] == "w") builder.Write("C" + session, words[1], value, from, from + 5);
                else builder.Read("C" + session, words[1], value, from, from + 5);
                from += 10;
            }
        }

        return builder.Build();
    }

    internal static bool Definition(History history, string model) => model switch
    {
        "LIN" => Serialization.IsLinearizable(history),
        "SC" => Serialization.IsSequential(history),
        "strict" => Serialization.Exists(history, Serialization.All(history), (a, b) => a < b),
        "prefix(monotone)" => new WeakModels(history).SatisfiesPrefix(),
        _ => new WeakModels(history).Satisfies(model),
    };
}
