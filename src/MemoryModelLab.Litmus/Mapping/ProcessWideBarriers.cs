using System.Globalization;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Mapping;

/// <summary>
/// <c>Interlocked.MemoryBarrierProcessWide</c> as what it is: the system interrupts every other thread, wherever it is, to run a full fence,
/// and waits until all have (membarrier on Linux, FlushProcessWriteBuffers on Windows).
/// <code>
/// caller:          fence; ipi = 1; wait until ack_T = 1, for each other thread T; fence
/// each other T:    at one point, whichever: wait until ipi = 1; fence; ack_T = 1
/// </code>
/// ipi and ack_T are fresh locations that no state shows. A thread that has ended is interrupted at its end. A barrier in a loop has one set of
/// them, so only its first round waits: that allows more than the system does, never less.
/// <para>
/// Points that a full fence parts from another point, with no access of the test between, are one point: the fence orders all that the interrupt
/// does, and nothing comes after ack but the wait for it. Within a barrier the caller is interrupted while it waits, before it sees any ack.
/// </para>
/// </summary>
internal sealed class ProcessWideBarriers
{
    // A point where n interrupts may come has them in every order: n! of them.
    private const int MostInterrupts = 4;

    private readonly List<Location> locations;
    private readonly List<ProcessWideBarrier> barriers = [];

    private ProcessWideBarriers(LitmusProgram program)
    {
        locations = [.. program.Locations];
        int declared = locations.Select(location => location.Declared + 1).DefaultIfEmpty(0).Max();
        for (int thread = 0; thread < program.Threads.Count; thread++)
        {
            IReadOnlyList<Op> code = program.Threads[thread].Code;
            for (int index = 0; index < code.Count; index++)
            {
                if (!IsBarrier(code[index])) continue;
                var signals = new long[program.Threads.Count]; // ack of each other thread; the caller's own is ipi
                for (int other = 0; other < signals.Length; other++)
                {
                    var signal = new Location(string.Create(CultureInfo.InvariantCulture, $"%ipi{barriers.Count}.{other}"), declared++, 0, 0);
                    locations.Add(signal);
                    signals[other] = signal.Address;
                }

                bool isCertain = !code.Take(index).Any(op => op is Op.Branch branch ? branch.Target > index : op is Op.Jump jump && jump.Target > index);
                barriers.Add(new ProcessWideBarrier(thread, index, isCertain, signals));
            }
        }
    }

    /// <summary>Puts interrupts in the place of process-wide barriers.</summary>
    /// <param name="compiled">A compiled program in which they are still fences with that tag.</param>
    /// <param name="fence">The full fence of the target.</param>
    public static LitmusProgram Expand(LitmusProgram compiled, EventTags fence)
    {
        if (!compiled.Threads.Any(thread => thread.Code.Any(IsBarrier))) return compiled;
        var expansion = new ProcessWideBarriers(compiled);
        for (int thread = 0; thread < compiled.Threads.Count; thread++)
        {
            List<ProcessWideBarrier> others = expansion.barriers.FindAll(barrier => barrier.Thread != thread);
            if (others.Count <= MostInterrupts) continue;
            int line = compiled.Threads[others[MostInterrupts].Thread].Code[others[MostInterrupts].Index].Line;
            throw new LitmusException(
                new SourcePosition(compiled.Test.Name, line, 1), $"P{thread} would be interrupted by {others.Count} process-wide barriers, expected at most {MostInterrupts}");
        }

        return new LitmusProgram
        {
            Test = compiled.Test,
            Architecture = compiled.Architecture,
            Locations = expansion.locations,
            Threads = [.. compiled.Threads.Select((thread, index) => new InterruptedThread(thread, index, compiled.Threads.Count, expansion.barriers, fence).Expand())],
            Observed = compiled.Observed,
            Condition = compiled.Condition,
        };
    }

    /// <summary>Whether the op is such a barrier.</summary>
    public static bool IsBarrier(Op op) => op is Op.Fence { Tags: EventTags.MemoryBarrierProcessWide };
}
