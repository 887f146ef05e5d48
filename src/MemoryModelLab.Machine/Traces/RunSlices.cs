namespace MemoryModelLab.Machine.Traces;

/// <summary>
/// A run as slices of a <see cref="ChromeTrace"/>, a step a microsecond: on the first track of each participant the steps it takes part in, and on a track for
/// each of its parts (buffer, cache, memory) what is in there, from the step that changed it to the next that does.
/// </summary>
public static class RunSlices
{
    /// <summary>Writes a run.</summary>
    public static void Write(Stream output, Trace run)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var trace = new ChromeTrace(output, run.Participants);
        for (int i = 0; i < run.Steps.Count; i++)
        {
            foreach (int end in new[] { run.Steps[i].From, run.Steps[i].To }.Distinct())
                trace.Add(run.Participants[end], end == run.Participants.Count - 1 ? run.Participants[end] : "core", run.Steps[i].Action, i, 1);
        }

        var contents = run.Start.ToDictionary(part => part.Name, part => (part.Content, Since: 0));
        for (int i = 0; i < run.Steps.Count; i++)
        {
            foreach (Part changed in run.Steps[i].Changes)
            {
                Hold(changed.Name, i + 1);
                contents[changed.Name] = (changed.Content, i + 1);
            }
        }

        foreach (string part in contents.Keys) Hold(part, run.Steps.Count + 1);

        void Hold(string part, int until)
        {
            if (!contents.TryGetValue(part, out (string Content, int Since) held) || held.Content.Length == 0) return;
            string owner = run.Participants.FirstOrDefault(participant => part.StartsWith($"{participant} ", StringComparison.Ordinal)) ?? run.Participants[^1];
            string track = part == owner ? "contents" : part.StartsWith($"{owner} ", StringComparison.Ordinal) ? part[(owner.Length + 1)..] : part;
            trace.Add(owner, track, held.Content, held.Since, until - held.Since);
        }
    }
}
