using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Native.Arm;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Dialects.X86;
using MemoryModelLab.Litmus.Programs;
using Architecture = MemoryModelLab.Litmus.Architecture;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// What must hold of a test in assembly before its code runs here: every address lies in a location, and the accesses to a location are
/// all of one width, for the models know whole values only.
/// </summary>
internal static class NativeCheck
{
    /// <summary>Whether this machine runs <paramref name="architecture"/>'s code.</summary>
    public static bool IsNative(Architecture architecture) => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => architecture is Architecture.X86 or Architecture.X86_64,
        System.Runtime.InteropServices.Architecture.Arm64 => architecture is Architecture.AArch64,
        _ => false,
    };

    /// <summary>The width in bits of the accesses to each of the program's locations; 64 where there are none.</summary>
    /// <exception cref="NotSupportedException">The test must not run; the message says why.</exception>
    public static int[] Widths(LitmusProgram program)
    {
        var reachable = new ReachableValues(program);
        int[] widths = new int[program.Locations.Count];
        for (int thread = 0; thread < program.Threads.Count; thread++)
        {
            for (int op = 0; op < program.Threads[thread].Code.Count; op++)
            {
                if (program.Threads[thread].Code[op] is not (Op.Load or Op.Store)) continue;
                int line = program.Threads[thread].Code[op].Line;
                IEnumerable<long> addresses = reachable.AddressesOf(thread, op)
                    ?? throw new NotSupportedException($"line {line}: the address may be anything, so the access could leave the test's locations");
                int width = WidthAt(program, thread, line);
                foreach (long address in addresses) Merge(program, widths, address, width, line);
            }
        }

        return [.. widths.Select(width => width == 0 ? 64 : width)];
    }

    private static void Merge(LitmusProgram program, int[] widths, long address, int width, int line)
    {
        int index = program.Locations.ToList().FindIndex(location => location.Address == address);
        if (index < 0) throw new NotSupportedException($"line {line}: the address may be none of the test's locations");
        Location location = program.Locations[index];
        if (widths[index] != 0 && widths[index] != width) throw new NotSupportedException($"line {line}: {location.Name} is accessed with {widths[index]} and with {width} bits, and the models know whole values only");
        bool overlaps = program.Locations.Any(other => other.Declared == location.Declared && other.Offset > location.Offset && other.Offset < location.Offset + (width / 8));
        if (overlaps) throw new NotSupportedException($"line {line}: {width} bits of {location.Name} reach into the next element");
        widths[index] = width;
    }

    private static int WidthAt(LitmusProgram program, int thread, int line)
    {
        Func<AssemblyInstruction, int> widthOf = program.Architecture == Architecture.AArch64 ? AArch64MemoryEncoder.Width : Width;
        int[] widths = [.. ((AssemblyThread)program.Test.Threads[thread]).Lines.Select(l => l.Instruction).OfType<AssemblyInstruction>().Where(i => i.Origin.Line == line).Select(widthOf).Distinct()];
        return widths is [int width] ? width : throw new NotSupportedException($"line {line} has several instructions of different widths; give each a line of its own");
    }

    private static int Width(AssemblyInstruction instruction)
    {
        if (X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic))
        {
            // MOVZ and MOVS access memory with the width of their first letter, and write a register with that of the second.
            if (mnemonic.Operation is "movzb" or "movsb") return 8;
            if (mnemonic.Operation is "movzw" or "movsw") return 16;
            if (mnemonic.Operation is "movsl") return 32;
            if (mnemonic.Width != 0) return mnemonic.Width;
        }

        foreach (AssemblyOperand operand in instruction.Operands)
        {
            if (operand is AssemblyOperand.Register register && X86Registers.TryParse(register.Name, out X86View view)) return view.Width;
        }

        return 32;
    }
}
