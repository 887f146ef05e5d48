using System.Globalization;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Tests.Oracle;
using Xunit.Abstractions;

namespace MemoryModelLab.Consistency.Tests.Properties;

/// <summary>
/// Every small history, judged by the checkers and by the definitions. Up to four operations, or as many as the environment variable
/// <c>MML_EVERY_HISTORY</c> says (7 take a quarter of an hour).
/// </summary>
public class EveryHistoryTests(ITestOutputHelper output)
{
    private const int MostAtAllTimings = 4;

    private static readonly string[] Models =
    [
        "eventual", "prefix-per-read", "RYW", "MR", "MW", "WFR", "RYW+MR", "RYW+MR+MW", "session(all4)", "PRAM", "CC", "CM", "CCv", "prefix(monotone)", "bounded-staleness", "SC", "LIN", "strict",
    ];

    private static int Most => int.TryParse(Environment.GetEnvironmentVariable("MML_EVERY_HISTORY"), CultureInfo.InvariantCulture, out int most) ? most : 4;

    [Fact]
    public void Every_checker_agrees_with_its_definition_on_every_small_history()
    {
        for (int operations = 1; operations <= Most; operations++)
        {
            int count = 0;
            bool isSmall = operations <= MostAtAllTimings;
            foreach (History history in Enumerable.Range(0, isSmall ? SmallHistories.Timings : 1).SelectMany(timing => SmallHistories.Of(operations, isSmall ? timing : -1)))
            {
                Compare(history, Models, new CheckOptions { ShrinksCore = isSmall });
                count++;
            }

            output.WriteLine($"{operations} operations: {count} histories");
            Assert.True(count >= operations * operations * operations, $"only {count} histories");
        }
    }

    [Fact]
    public void Eventual_agrees_with_its_definition_whichever_reads_are_final()
    {
        int good = 0, bad = 0;
        foreach (History history in Enumerable.Range(1, Math.Min(Most, 5)).SelectMany(SmallHistories.WithFinalReads)) _ = Compare(history, ["eventual"], CheckOptions.Default) ? good++ : bad++;
        output.WriteLine($"{good} are eventually consistent, {bad} are not");
        Assert.True(good > 1000 && bad > 1000, $"{good} are eventually consistent, {bad} are not");
    }

    /// <summary>Whether the last model holds.</summary>
    private static bool Compare(History history, string[] models, CheckOptions options)
    {
        var judge = new Judge(history, options);
        bool expected = false;
        foreach (string model in models)
        {
            expected = Definition(history, model);
            Verdict verdict = judge.Of(ConsistencyModel.Find(model)!);
            if (expected != (verdict.Judgement == Judgement.Satisfied)) Assert.Fail($"{model}: the definition says {expected}, the checker {verdict.Judgement} by {verdict.Algorithm}{RandomHistories.Show(history)}");
            if (!expected && (verdict.Core.Count == 0 || verdict.Reason is not { Length: > 0 })) Assert.Fail($"{model}: no reason{RandomHistories.Show(history)}");
        }

        return expected;
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
            .. SmallHistories.WithFinalReads(3),
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
        "eventual" => new WeakModels(history).SatisfiesEventual(),
        "prefix-per-read" => new WeakModels(history).SatisfiesPrefixPerRead(),
        "prefix(monotone)" => new WeakModels(history).SatisfiesPrefix(),
        "bounded-staleness" => new WeakModels(history).SatisfiesPrefix() && ReadsAreNotEarly(history), // some k and t bound it then
        _ => new WeakModels(history).Satisfies(model),
    };

    /// <summary>Whether every read is answered after some write of its value began.</summary>
    private static bool ReadsAreNotEarly(History history)
    {
        Operation[] all = history.Operations.ToArray();
        return all.All(read => !read.ReturnsValue || read.Value == history.Initial || all.Any(write => write.MayWrite && write.Key == read.Key && write.Value == read.Value && !read.Precedes(write)));
    }
}
