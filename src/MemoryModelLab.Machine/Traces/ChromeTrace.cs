using System.Globalization;
using System.Text.Json;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Traces;

/// <summary>The tracks of a core, and that of what connects them.</summary>
public enum TraceTrack
{
    /// <summary>The core.</summary>
    Core,

    /// <summary>Its store buffer.</summary>
    StoreBuffer,

    /// <summary>Its cache.</summary>
    Cache,

    /// <summary>The bus, the directory, or memory.</summary>
    Hub,
}

/// <summary>
/// A run in the format of Chrome's trace viewer ("Trace Event Format", JSON object form), which Perfetto opens: a process a core with a track each for core,
/// store buffer and cache, and one for the bus, directory or memory. A microsecond there is a cycle, or a step, here.
/// </summary>
public sealed class ChromeTrace : IDisposable
{
    private static readonly string[] TrackNames = ["core", "store buffer", "cache"];

    private readonly Utf8JsonWriter json;
    private readonly int cores;

    /// <summary>Begins a trace.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="cores">The number of cores.</param>
    /// <param name="hub">What is at their far end.</param>
    public ChromeTrace(Stream output, int cores, string hub)
    {
        this.cores = cores;
        json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        for (int core = 0; core < cores; core++)
        {
            Name("process_name", core, 0, string.Create(CultureInfo.InvariantCulture, $"P{core}"));
            for (int track = 0; track < TrackNames.Length; track++) Name("thread_name", core, track, TrackNames[track]);
        }

        Name("process_name", cores, 0, hub);
        Name("thread_name", cores, 0, hub);
    }

    /// <summary>Adds something that took a while.</summary>
    public void Add(int core, TraceTrack track, string name, long start, long duration, string? detail = null)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", start);
        json.WriteNumber("dur", duration);
        Place(track == TraceTrack.Hub ? cores : core, track == TraceTrack.Hub ? 0 : (int)track);
        if (detail is not null)
        {
            json.WriteStartObject("args");
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Adds all steps of a run, each as long as any other.</summary>
    public void Add(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        for (int i = 0; i < trace.Steps.Count; i++)
        {
            TraceStep step = trace.Steps[i];
            string changes = string.Join("; ", step.Changes.Select(part => $"{part.Name}: {part.Content}"));
            foreach (int end in new[] { step.From, step.To }.Distinct())
                Add(end, end == cores ? TraceTrack.Hub : TrackOf(step.Kind), step.Action, i, 1, changes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Dispose();
    }

    private static TraceTrack TrackOf(StepKind kind) => kind switch
    {
        StepKind.Drain => TraceTrack.StoreBuffer,
        StepKind.Request or StepKind.Evict or StepKind.Invalidate or StepKind.Message => TraceTrack.Cache,
        _ => TraceTrack.Core,
    };

    private void Name(string kind, int process, int track, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", kind);
        json.WriteString("ph", "M");
        Place(process, track);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Place(int process, int track)
    {
        json.WriteNumber("pid", process + 1);
        json.WriteNumber("tid", track + 1);
    }
}
