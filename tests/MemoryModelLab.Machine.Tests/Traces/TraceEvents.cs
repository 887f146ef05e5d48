using System.Text.Json;

namespace MemoryModelLab.Machine.Tests.Traces;

/// <summary>A slice as it stands in a file of Chrome trace events.</summary>
internal sealed record Slice(string Participant, string Track, string Name, long Start, long End);

/// <summary>Reads Chrome trace events, and refuses what the format does not allow.</summary>
internal static class TraceEvents
{
    /// <summary>The slices, in the order of the file.</summary>
    public static List<Slice> Read(Action<Stream> write)
    {
        using var written = new MemoryStream();
        write(written);
        using var document = JsonDocument.Parse(written.ToArray());
        var processes = new Dictionary<int, string>();
        var threads = new Dictionary<int, (int Process, string Name)>();
        var slices = new List<Slice>();
        foreach (JsonElement e in document.RootElement.GetProperty("traceEvents").EnumerateArray())
        {
            (string name, int process, int thread) = (e.GetProperty("name").GetString()!, e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32());
            if (e.GetProperty("ph").GetString() == "X")
            {
                Assert.Equal(process, threads[thread].Process); // a viewer knows a thread by its number alone
                long start = e.GetProperty("ts").GetInt64(), duration = e.GetProperty("dur").GetInt64();
                Assert.True(start >= 0 && duration > 0, $"{name} begins at {start} and takes {duration}");
                slices.Add(new Slice(processes[process], threads[thread].Name, name, start, start + duration));
                continue;
            }

            Assert.Equal("M", e.GetProperty("ph").GetString());
            if (name == "process_name") processes.Add(process, e.GetProperty("args").GetProperty("name").GetString()!);
            else if (name == "thread_name") threads.Add(thread, (process, e.GetProperty("args").GetProperty("name").GetString()!));
            else Assert.Equal(name == "process_sort_index" ? process : thread, e.GetProperty("args").GetProperty("sort_index").GetInt32());
        }

        return slices;
    }

    /// <summary>Slices of a track may follow each other, or one lies within the other; nothing else can be drawn.</summary>
    public static void AssertNested(IEnumerable<Slice> slices)
    {
        foreach (IGrouping<(string, string), Slice> track in slices.GroupBy(slice => (slice.Participant, slice.Track)))
        {
            var open = new Stack<Slice>();
            foreach (Slice slice in track.OrderBy(slice => slice.Start)) // a viewer's order: that of the file where both begin at once
            {
                while (open.TryPeek(out Slice? last) && last.End <= slice.Start) open.Pop();
                if (open.TryPeek(out Slice? outer)) Assert.True(slice.End <= outer.End, $"{slice} ends after {outer}");
                open.Push(slice);
            }
        }
    }
}
