using System.Globalization;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Staleness;
using MemoryModelLab.Consistency.Tests.Oracle;
using MemoryModelLab.Consistency.Tests.Staleness;
using Xunit.Abstractions;

namespace MemoryModelLab.Consistency.Tests.Properties;

/// <summary>
/// What depends on real time, on every small history of one key and at all times: up to four operations, or as many as the environment variable <c>MML_EVERY_HISTORY</c> says where that is
/// not too many.
/// </summary>
public class EveryOrderOfTimesTests(ITestOutputHelper output)
{
    private static int Most => int.TryParse(Environment.GetEnvironmentVariable("MML_EVERY_HISTORY"), CultureInfo.InvariantCulture, out int most) ? most : 4;

    [Fact]
    public void Linearizability_is_what_all_orders_say()
    {
        IEnumerable<History> unknown = Enumerable.Range(1, Math.Min(Most, 6)).SelectMany(operations => SmallRegisters.Distinct(operations, withUnknown: true));
        IEnumerable<History> answered = Enumerable.Range(1, Most).SelectMany(operations => SmallRegisters.Distinct(operations));
        (int good, int bad) = (0, 0);
        foreach (History history in unknown.Concat(answered))
        {
            bool expected = Serialization.IsLinearizable(history);
            Verdict verdict = Linearizable.Check(history);
            if (expected != (verdict.Judgement == Judgement.Satisfied)) Assert.Fail($"all orders say {expected}, the checker {verdict.Judgement}: {verdict.Reason}{RandomHistories.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        output.WriteLine($"{good} linearizable, {bad} not");
        Assert.True(good > 1000 && bad > 1000, $"{good} linearizable, {bad} not");
    }

    [Fact]
    public void Each_search_says_what_all_orders_say_of_two_values()
    {
        (int good, int bad) = (0, 0);
        foreach (History history in Enumerable.Range(1, Math.Min(Most - 1, 4)).SelectMany(SmallRegisters.Few))
        {
            bool expected = Serialization.IsLinearizable(history);
            RegisterProblem problem = RegisterProblem.Of(history, Serialization.All(history));
            foreach (ISearch search in (ISearch[])[new DepthFirst(problem), new DepthFirst(problem, isOwedFirst: true), new Frontier(problem), new Beam(problem, narrow: 1)])
            {
                search.Advance(int.MaxValue);
                if (expected != search.Answer) Assert.Fail($"all orders say {expected}, {search.GetType().Name} {search.Answer}{RandomHistories.Show(history)}");
            }

            _ = expected ? good++ : bad++;
        }

        output.WriteLine($"{good} linearizable, {bad} not");
        Assert.True(good > 1000 && bad > 1000, $"{good} linearizable, {bad} not");
    }

    [Fact]
    public void The_smallest_k_and_t_are_what_all_orders_say()
    {
        (int fresh, int stale) = (0, 0);
        foreach (History history in Enumerable.Range(1, Math.Min(Most, 6)).SelectMany(operations => SmallRegisters.Distinct(operations)))
        {
            if (StalenessTests.SmallestVersions(history) is not { } k) continue;
            long t = 0;
            while (!StalenessTests.IsLinearizable(history, t)) t++;
            StalenessBounds? bounds = new Judge(history).Staleness;
            if ((k, k, t) != (bounds?.Versions, bounds?.VersionsAtMost, bounds?.Time)) Assert.Fail($"all orders say k = {k}, t = {t}, the checker {bounds}{RandomHistories.Show(history)}");
            _ = k == 1 ? fresh++ : stale++;
        }

        output.WriteLine($"{fresh} fresh, {stale} stale");
        Assert.True(fresh > 300 && stale > 300, $"{fresh} fresh, {stale} stale");
    }
}
