using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Litmus;
using Architecture = MemoryModelLab.Litmus.Architecture;

namespace MemoryModelLab.Hardware;

/// <summary>What this machine can show.</summary>
public sealed class HostReport
{
    /// <summary>How its processors lie to each other.</summary>
    public required Topology Topology { get; init; }

    /// <summary>Whether threads can be bound to processors; tried, not guessed.</summary>
    public required bool Binds { get; init; }

    /// <summary>Whether it is a virtual machine, whose processors may be taken away at any time; null where that is not known.</summary>
    public required bool? IsVirtual { get; init; }

    /// <summary>Store buffering, which must be seen, and with fences, which must not.</summary>
    public required IReadOnlyList<LiveControl> Controls { get; init; }

    /// <summary>Examines this machine; takes <paramref name="time"/> for each of the controls.</summary>
    public static HostReport Examine(TimeSpan time, CancellationToken cancellation)
    {
        IReadOnlyList<int> processors = ThreadPlacement.Available();
        return new HostReport
        {
            Topology = new Topology(processors),
            Binds = CanBind(processors),
            IsVirtual = IsVirtualMachine(),
            Controls = processors.Count < 2 && Environment.ProcessorCount < 2 ? [] : [Control("SB", "", true, time, cancellation), Control("SB+fences", "fence", false, time, cancellation)],
        };
    }

    private static LiveControl Control(string name, string fence, bool expected, TimeSpan time, CancellationToken cancellation)
    {
        bool native = HardwareRunner.Runs(Architecture.X86_64);
        string fenced = fence.Length == 0 ? "" : native ? "mfence | mfence ;\n" : "Interlocked.MemoryBarrier(); ";
        LitmusTest test = LitmusParser.Parse(
            native
                ? $"X86_64 {name}\n{{ }}\nP0 | P1 ;\nmovl $1,(x) | movl $1,(y) ;\n{fenced}movl (y),%eax | movl (x),%eax ;\nexists (0:rax=0 /\\ 1:rax=0)\n"
                : $"CSharp {name}\n{{ x = 0; y = 0; }}\nstatic void P0(ref int x, ref int y) {{ x = 1; {fenced}int r0 = y; }}\n"
                    + $"static void P1(ref int x, ref int y) {{ y = 1; {fenced}int r0 = x; }}\nexists (0:r0=0 /\\ 1:r0=0)\n",
            name);
        HardwareResult result = HardwareRunner.Run(test, LitmusLowering.Lower(test), new HardwareOptions { TimeBudget = time }, cancellation);
        return new LiveControl(name, result.Iterations, result.Outcomes.Where(outcome => outcome.Values.All(value => value == 0)).Sum(outcome => outcome.Count), expected);
    }

    // On a thread of its own, which takes the binding with it.
    private static bool CanBind(IReadOnlyList<int> processors)
    {
        if (processors.Count == 0) return false;
        bool bound = false;
        var thread = new Thread(() => bound = ThreadPlacement.TryBind(processors[^1]));
        thread.Start();
        thread.Join();
        return bound;
    }

    private static bool? IsVirtualMachine()
    {
        if (RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.X86)
        {
            // Bit 31 of ECX of leaf 1 is reserved for hypervisors to set.
            return (global::System.Runtime.Intrinsics.X86.X86Base.CpuId(1, 0).Ecx & (1 << 31)) != 0;
        }

        return null;
    }
}
