using System.Globalization;
using System.Text.Json;

namespace MemoryModelLab.Machine.Traces;

/// <summary>
/// Slices of time on tracks, in the format of Chrome's trace viewer ("Trace Event Format", JSON object form), which Perfetto opens: a process a participant, a
/// thread a track. Slices of one thread may only nest; so where two of a track would overlap, it has another lane, a thread of its own.
/// </summary>
public sealed class ChromeTrace : IDisposable
{
    private readonly Utf8JsonWriter json;
    private readonly Dictionary<string, int> processes;
    private readonly Dictionary<(string Participant, string Track), List<(int Thread, long FreeFrom)>> lanes = [];
    private int threads;

    /// <summary>Begins a trace.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="participants">Who has tracks, from the top.</param>
    public ChromeTrace(Stream output, IEnumerable<string> participants)
    {
        processes = participants.Index().ToDictionary(participant => participant.Item, participant => participant.Index + 1);
        threads = processes.Count; // a thread with the number of its process would be its main thread
        json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        foreach ((string name, int process) in processes) Name("process", process, process, name);
    }

    /// <summary>Adds something that took a while.</summary>
    /// <param name="participant">Whose track it is on.</param>
    /// <param name="track">The track.</param>
    /// <param name="name">What it is.</param>
    /// <param name="start">When it began, in microseconds of the viewer.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="detail">What is shown besides when it is selected.</param>
    public void Add(string participant, string track, string name, long start, long duration, string? detail = null)
    {
        int process = processes[participant], thread = Take(participant, track, start, start + duration);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", start);
        json.WriteNumber("dur", duration);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        if (detail is not null)
        {
            json.WriteStartObject("args");
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Dispose();
    }

    /// <summary>The thread of a track's first lane that is free from <paramref name="start"/> on; it is taken until <paramref name="end"/>.</summary>
    private int Take(string participant, string track, long start, long end)
    {
        if (!lanes.TryGetValue((participant, track), out List<(int Thread, long FreeFrom)>? own)) lanes[(participant, track)] = own = [];
        int lane = own.FindIndex(lane => lane.FreeFrom <= start);
        if (lane < 0)
        {
            lane = own.Count;
            own.Add((++threads, 0));
            Name("thread", processes[participant], threads, lane == 0 ? track : string.Create(CultureInfo.InvariantCulture, $"{track} {lane + 1}"));
        }

        own[lane] = (own[lane].Thread, end);
        return own[lane].Thread;
    }

    /// <summary>Names a process or a thread, and says that they are shown in the order of their numbers.</summary>
    private void Name(string kind, int process, int thread, string name)
    {
        Metadata($"{kind}_name", process, thread, () => json.WriteString("name", name));
        Metadata($"{kind}_sort_index", process, thread, () => json.WriteNumber("sort_index", kind == "process" ? process : thread));
    }

    private void Metadata(string name, int process, int thread, Action writeArgument)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        writeArgument();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
