using Iced.Intel;
using MemoryModelLab.Litmus.Dialects.X86;

namespace MemoryModelLab.Hardware.Native;

/// <summary>The general registers: the dialect's numbers and the assembler's names.</summary>
internal static class X64Registers
{
    // The dialect numbers the first eight in herd's order.
    private static readonly Register[] Whole =
    [
        Register.RAX, Register.RBX, Register.RCX, Register.RDX, Register.RSI, Register.RDI, Register.RBP, Register.RSP,
        Register.R8, Register.R9, Register.R10, Register.R11, Register.R12, Register.R13, Register.R14, Register.R15,
    ];

    /// <summary>The dialect's number of the stack pointer, which belongs to the loop around a body.</summary>
    public const int StackPointer = 7;

    /// <summary>How many general registers there are.</summary>
    public const int Count = 16;

    /// <summary>The 64-bit register with the dialect's <paramref name="number"/>.</summary>
    public static Register Of(int number) => Whole[number];

    /// <summary>The register that <paramref name="view"/> names.</summary>
    public static Register Of(X86View view)
    {
        if (view.Number >= Count) throw new NotSupportedException("segment registers and the instruction pointer are no operands here");
        Register whole = Whole[view.Number];
        if (view.High) return Register.AH + (whole - Register.RAX);
        return View(whole, view.Width);
    }

    /// <summary>The low <paramref name="width"/> bits of a 64-bit register.</summary>
    public static Register View(Register whole, int width)
    {
        int index = whole - Register.RAX;
        return width switch
        {
            64 => whole,
            32 => Register.EAX + index,
            16 => Register.AX + index,
            // The assembler's order puts AH … BH behind the first four.
            _ => index < 4 ? Register.AL + index : Register.SPL + (index - 4),
        };
    }
}
