using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Invalidations that were acknowledged and not applied: each core's cache says at once that a line is gone, so that the writer need not wait, and lets
/// it go later; until then its core still reads the old content. For the protocol the line is gone. Reads thereby seem to happen earlier than
/// they do, so a read barrier has to empty the queue (McKenney, "Memory barriers: a hardware view for software hackers", 2010, section 4).
/// <para>
/// A core's own store to such a line applies its invalidation first. Invalidations of different lines are applied in any order.
/// </para>
/// </summary>
internal sealed class InvalidateQueue
{
    private readonly CacheArray caches;
    private readonly int first;

    public InvalidateQueue(CacheArray caches, Layout layout)
    {
        this.caches = caches;
        first = layout.Add(caches.Cores * caches.Geometry.Lines, 1);
    }

    /// <summary>Whether the invalidation of a line waits at a core.</summary>
    public bool Holds(ReadOnlySpan<int> state, int core, int line) => state[At(core, line)] != 0;

    /// <summary>Whether none waits at a core.</summary>
    public bool IsEmpty(ReadOnlySpan<int> state, int core) => !state.Slice(At(core, 0), caches.Geometry.Lines).Contains(1);

    /// <summary>A core acknowledges that a line is gone, and keeps its content for now.</summary>
    public void Add(Span<int> state, int core, int line)
    {
        caches.Enter(state, core, line, 0, keepsContent: true);
        state[At(core, line)] = 1;
    }

    /// <summary>The line is gone.</summary>
    public void Apply(Span<int> state, int core, int line)
    {
        state[At(core, line)] = 0;
        caches.Copy(state, core, line).Clear();
    }

    /// <summary>The same state with cores renamed.</summary>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore)
    {
        for (int core = 0; core < caches.Cores; core++) state.Slice(At(core, 0), caches.Geometry.Lines).CopyTo(renamed[At(newCore[core], 0)..]);
    }

    /// <summary>What waits at each core.</summary>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print)
    {
        for (int core = 0; core < caches.Cores; core++)
        {
            int owner = core;
            IEnumerable<string> waiting = Enumerable.Range(0, caches.Geometry.Lines).Where(line => Holds(state, owner, line))
                .Select(line => $"Inv[{caches.DescribeCopy(state, owner, line, nameOf, print)}]");
            yield return new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} invalidate queue"), string.Join(' ', waiting));
        }
    }

    private int At(int core, int line) => first + (core * caches.Geometry.Lines) + line;
}
