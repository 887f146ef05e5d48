using System.Globalization;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Reports;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Relations;
using EngineKind = MemoryModelLab.Exploration.Engine.EventKind;
using Explored = MemoryModelLab.Exploration.Reports.ExecutionEvent;
using Shown = MemoryModelLab.Models.Enumeration.ExecutionEvent;
using ShownKind = MemoryModelLab.Models.Enumeration.EventKind;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>A failed execution as what pictures of litmus tests are drawn from.</summary>
internal static class ExecutionPicture
{
    private const int Initial = -1;

    /// <summary>The picture of a failure of a method.</summary>
    public static PictureContent Of(string test, ExplorationFailure failure) => new(test, [$"{failure.Kind}: {failure.Message}"], GraphOf(failure.Execution));

    /// <summary>The execution: the initial state first, then thread by thread. What has no place in the source is left out.</summary>
    public static ExecutionGraph GraphOf(ExecutionReport execution)
    {
        Explored[] events = [.. execution.Events.Where(IsShown).OrderBy(e => e.Thread).ThenBy(e => e.Position)];
        int[] locations = [.. events.Where(e => e.LocationNumber >= 0).Select(e => e.LocationNumber).Distinct().Order()];
        GraphEvent[] all = [.. locations.Select(location => InitialOf(location, events)), .. events.Select(e => EventOf(e, events))];
        int first = locations.Length;
        Dictionary<int, int> numbers = events.Select((e, i) => (e.Number, i + first)).ToDictionary();
        var (po, rf, co, fr, rmw) = (new BitMatrix(all.Length), new BitMatrix(all.Length), new BitMatrix(all.Length), new BitMatrix(all.Length), new BitMatrix(all.Length));
        for (int a = first; a < all.Length; a++)
        {
            Explored e = events[a - first];
            for (int b = a + 1; b < all.Length && events[b - first].Thread == e.Thread; b++) po[a, b] = true;
            if (e.Kind == EngineKind.UpdateRead && a + 1 < all.Length && events[a + 1 - first] is { Kind: EngineKind.UpdateWrite } own && own.Thread == e.Thread) rmw[a, a + 1] = true;
            if (e.LocationNumber < 0) continue;
            int initial = Array.IndexOf(locations, e.LocationNumber);
            if (e.Source is { } source && (source < 0 ? initial : numbers.GetValueOrDefault(source, Initial)) is var from and >= 0) rf[from, a] = true;
            if (IsWrite(e)) co[initial, a] = true;
            int rank = RankOf(e, execution);
            for (int b = first; b < all.Length; b++)
            {
                Explored other = events[b - first];
                if (b == a || !IsWrite(other) || other.LocationNumber != e.LocationNumber || other.CoherenceRank <= rank) continue;
                if (IsWrite(e)) co[a, b] = true;
                else if (!rmw[a, b]) fr[a, b] = true;
            }
        }

        return new ExecutionGraph(all, [new("po", po), new("rf", rf), new("co", co), new("fr", fr), new("rmw", rmw)]);
    }

    private static bool IsShown(Explored e) => e.Site != 0 && e.Kind is not (EngineKind.Start or EngineKind.Join);

    private static bool IsWrite(Explored e) => e.Kind is EngineKind.Write or EngineKind.UpdateWrite;

    /// <summary>The place in coherence order of what the event writes or reads; the initial state's is 0.</summary>
    private static int RankOf(Explored e, ExecutionReport execution) =>
        IsWrite(e) ? e.CoherenceRank : e.Source is >= 0 and var source ? execution.Events[source].CoherenceRank : 0;

    private static GraphEvent InitialOf(int location, Explored[] events)
    {
        Explored? reader = events.FirstOrDefault(e => e.LocationNumber == location && e.Source < 0);
        string name = NameOf(events.First(e => e.LocationNumber == location), events);
        return new GraphEvent(new Shown(ShownKind.Write, Initial, location, EventTags.None, 0), name, 0, reader?.Value ?? "?");
    }

    private static GraphEvent EventOf(Explored e, Explored[] events)
    {
        ShownKind kind = e.Kind == EngineKind.Fence ? ShownKind.Fence : IsWrite(e) ? ShownKind.Write : ShownKind.Read;
        var shown = new Shown(kind, e.Thread, e.LocationNumber, TagsOf(e.Order, kind), SiteTable.Get(e.Site).Line);
        return new GraphEvent(shown, kind == ShownKind.Fence ? null : NameOf(e, events), 0, e.Value);
    }

    /// <summary>The location's name, with a number where several objects have such a field.</summary>
    private static string NameOf(Explored e, Explored[] events)
    {
        int[] namesakes = [.. events.Where(other => other.Location == e.Location).Select(other => other.LocationNumber).Distinct().Order()];
        return namesakes.Length <= 1 ? e.Location : e.Location + "#" + (Array.IndexOf(namesakes, e.LocationNumber) + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static EventTags TagsOf(MemoryOrder order, ShownKind kind) => (order, kind) switch
    {
        (MemoryOrder.Plain, _) => EventTags.None,
        (MemoryOrder.ProcessWide, _) => EventTags.MemoryBarrierProcessWide,
        (MemoryOrder.Acquire, ShownKind.Fence) => EventTags.ReadBarrier,
        (MemoryOrder.Release, ShownKind.Fence) => EventTags.WriteBarrier,
        (_, ShownKind.Fence) => EventTags.MemoryBarrier,
        (MemoryOrder.Acquire or MemoryOrder.Release, _) => EventTags.Volatile,
        (MemoryOrder.AcquireRelease, _) => EventTags.Monitor,
        _ => EventTags.Interlocked,
    };
}
