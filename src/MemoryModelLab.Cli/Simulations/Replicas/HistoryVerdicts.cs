using System.Collections.Concurrent;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Staleness;
using MemoryModelLab.Machine.Replicas.Exploration;
using MemoryModelLab.Machine.Replicas.Policies;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>
/// The verdicts on small histories. Many policies show the same history of a workload, so a verdict is kept. The final reads are judged for eventual
/// consistency only; for the other models a history is what the clients saw.
/// </summary>
internal sealed class HistoryVerdicts
{
    /// <summary>The models a matrix asks about.</summary>
    public static IReadOnlyList<string> Models { get; } =
        [.. ConsistencyModel.All.Select(m => m.Name).Where(m => m != "prefix-per-read")]; // without the servers' order it says nothing

    private static readonly ConsistencyModel[] Known = [.. Models.Select(m => ConsistencyModel.Find(m)!)];
    private static readonly int Eventual = Array.FindIndex(Known, m => m.Name == "eventual");
    private static readonly int Bounded = Array.FindIndex(Known, m => m.Name == "bounded-staleness");
    private static readonly int Linearizable = Array.FindIndex(Known, m => m.Name == "linearizable");
    private static readonly int Strict = Array.FindIndex(Known, m => m.Name == "strict");
    private static readonly CheckOptions Options = new() { ShrinksCore = false, WithWitness = false };

    private readonly ConcurrentDictionary<(Workload, HistoryDetail, UInt128), Entry> kept = new();

    /// <summary>The models, a bit each, that are decided key by key.</summary>
    public static uint Strong { get; } = Bit("strict") | Bit("linearizable");

    /// <summary>The model that is decided by what the replicas hold in the end.</summary>
    public static uint Final { get; } = Bit("eventual");

    /// <summary>What exploration must remember of a run for the models asked.</summary>
    public static HistoryDetail Detail(uint asked) =>
        (asked & Bit("strict")) != 0 ? HistoryDetail.Invocations
        : (asked & Strong) != 0 ? HistoryDetail.RealTimeByKey
        : (asked & (Bit("bounded-staleness") | Bit("prefix"))) != 0 ? HistoryDetail.RealTime
        : HistoryDetail.Values;

    /// <summary>Whether all but strict follows from what is not violated.</summary>
    public static bool IsImplied(uint open) => (open & Bit("linearizable")) != 0;

    /// <summary>Which of the models in <paramref name="asked"/> a history violates.</summary>
    public uint Violated(ExploredHistory history, uint asked)
    {
        uint eventual = 1u << Eventual;
        if (history.IsFinal) return (asked & eventual) != 0 && Of(history).Of(Known[Eventual]).Judgement == Judgement.Violated ? eventual : 0;
        asked &= ~eventual;
        Entry entry = kept.GetOrAdd((history.Workload, history.Detail, history.Sequence), _ => new Entry());
        lock (entry)
        {
            Decide(entry, history, asked);
            return entry.Violated & asked;
        }
    }

    /// <summary>Which of the models in <paramref name="asked"/> a long history violates, and which could not be decided.</summary>
    public static (uint Violated, uint Undecided) OfLong(Recording recording, ReplicaOptions options, uint asked, CancellationToken cancellation)
    {
        var judge = new Judge(ClientHistory.Of("", recording.Operations, options.Clients), Options with { Cancellation = cancellation });
        uint violated = 0, undecided = 0;
        for (int model = 0; model < Known.Length; model++)
        {
            if ((asked >> model & 1) == 0) continue;
            Verdict verdict = judge.Of(Known[model]);
            bool isTooStale = model == Bounded && BoundedStaleness.AreExceeded(judge.Staleness?.Versions, judge.Staleness?.Time);
            if (verdict.Judgement == Judgement.Violated || isTooStale) violated |= 1u << model;
            else if (verdict.Judgement == Judgement.Inconclusive) undecided |= 1u << model;
        }

        return (violated, undecided);
    }

    /// <summary>Why a history violates a model.</summary>
    public static string Reason(ExploredHistory history, int model)
    {
        Judge judge = Of(history);
        Verdict verdict = judge.Of(Known[model]);
        return model == Bounded && verdict.Judgement != Judgement.Violated ? $"a read is {judge.Staleness?.Versions - 1} versions behind" : verdict.Reason ?? "";
    }

    private static uint Bit(string model) => 1u << Array.FindIndex(Known, m => m.Name == model);

    private static void Decide(Entry entry, ExploredHistory history, uint asked)
    {
        uint open = asked & ~entry.Decided;
        if (open == 0) return;
        Judge judge = Of(history);
        // Linearizable implies all others but strict. Runs that differ in real time alone are alike to the weaker models, so one that is linearizable is enough.
        if (open != (1u << Strict) && judge.Of(Known[Linearizable]).Judgement == Judgement.Satisfied) entry.Decided |= ~(1u << Strict);
        for (int model = 0; model < Known.Length; model++)
        {
            if ((open >> model & 1) == 0 || (entry.Decided >> model & 1) == 1) continue;
            entry.Decided |= 1u << model;
            bool violates = judge.Of(Known[model]).Judgement == Judgement.Violated
                || (model == Bounded && judge.Staleness is StalenessBounds { Versions: > BoundedStaleness.DefaultVersions });
            if (violates) entry.Violated |= 1u << model;
        }
    }

    private static Judge Of(ExploredHistory history) => new(ClientHistory.Of("", history.Operations(), history.Workload.Clients), Options);

    private sealed class Entry
    {
        public uint Decided { get; set; }

        public uint Violated { get; set; }
    }
}
