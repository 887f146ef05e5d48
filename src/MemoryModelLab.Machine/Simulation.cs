using System.Diagnostics;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Machine.Cores.OutOfOrder;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine;

/// <summary>Runs a test on a simulated machine through every interleaving.</summary>
public static class Simulation
{
    // States hold numbers of values: one byte is enough for nearly every test, two for every test that ends in reasonable time.
    private static readonly int[] ValueSizes = [byte.MaxValue, ushort.MaxValue];

    private const int FirstGrowth = 8;

    /// <summary>The program a machine executes: a C# test is compiled for it.</summary>
    public static LitmusProgram Executable(LitmusProgram program, MachineOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        if (program.Architecture != Architecture.CSharp) return program;
        return Compilation.Compile(program, options.OutOfOrder ? CompilationTarget.Arm64Lse : options.Buffers == BufferKind.Pso ? CompilationTarget.Pso : CompilationTarget.X64);
    }

    /// <summary>
    /// Whether a machine can execute a program: out of order those of AArch64, with store buffers those of x86, C# both; else all.
    /// </summary>
    public static bool Fits(LitmusProgram program, MachineOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        if (options.OutOfOrder) return program.Architecture is Architecture.AArch64 or Architecture.CSharp;
        return options.Buffers == BufferKind.None || program.Architecture is Architecture.X86 or Architecture.X86_64 or Architecture.CSharp;
    }

    /// <summary>Every final state the machine can reach.</summary>
    /// <exception cref="ArgumentException">The machine cannot execute the program: see <see cref="Fits"/>.</exception>
    public static SimulationResult Explore(LitmusProgram program, MachineOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Fits(program, options)) throw new ArgumentException($"this machine does not execute {program.Architecture}", nameof(program));
        long start = Stopwatch.GetTimestamp();
        LitmusProgram executable = Executable(program, options);
        SimulationResult result = Explore(executable, options, start, cancellation);
        if (result.Violation is null || !options.Reduces) return result;
        // What was left out may lead to a violation sooner.
        SimulationResult whole = Explore(executable, options with { Reduces = false }, start, cancellation);
        return whole.Violation is null ? result : whole;
    }

    private static SimulationResult Explore(LitmusProgram executable, MachineOptions options, long start, CancellationToken cancellation)
    {
        MemoryMap map = new(executable);
        ValueTable values = new();
        int size = 0;
        while (true)
        {
            var finals = new FinalStates(executable);
            LitmusMachine machine = options.OutOfOrder
                ? new OutOfOrderMachine(executable, options, map, values, ValueSizes[size], finals.Add)
                : new InOrderMachine(executable, options, map, values, ValueSizes[size], finals.Add);
            int cells = map.Count;
            var explorer = new Explorer(machine, options.MostStates);
            explorer.Run(cancellation);
            bool isTooSmall = values.Count - 1 > ValueSizes[size];
            if (!machine.IsOutgrown || (isTooSmall && size == ValueSizes.Length - 1))
                return new SimulationResult(executable, map, machine, explorer, finals, Stopwatch.GetElapsedTime(start));
            if (machine.Memory.IsOutgrown) options = options with { MostMessages = (options.MostMessages ?? FirstGrowth) * 2 };
            else if (isTooSmall && map.Count == cells) size++;
        }
    }
}
