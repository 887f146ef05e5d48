namespace MemoryModelLab.Hardware.Native.Arm;

/// <summary>
/// The words of what a loop itself is made of, on 64-bit registers by number; 31 is the stack pointer or the zero register (Arm ARM, DDI
/// 0487, C6.2).
/// </summary>
internal static class AArch64Words
{
    /// <summary>The number of the stack pointer.</summary>
    public const uint StackPointer = 31;

    /// <summary><c>RET</c>.</summary>
    public const uint Return = 0xD65F03C0;

    /// <summary><c>DMB SY</c>, the full fence.</summary>
    public const uint Fence = 0xD5033FBF;

    private const uint Lower = 3;

    /// <summary><c>STP first, second, [SP, #-16]!</c></summary>
    public static uint Push(uint first, uint second) => 0xA9BF0000 | (second << 10) | (StackPointer << 5) | first;

    /// <summary><c>LDP first, second, [SP], #16</c></summary>
    public static uint Pop(uint first, uint second) => 0xA8C10000 | (second << 10) | (StackPointer << 5) | first;

    /// <summary><c>MOV d, m</c></summary>
    public static uint Move(uint d, uint m) => 0xAA0003E0 | (m << 16) | d;

    /// <summary><c>MOVZ</c>, and a <c>MOVK</c> for each further sixteen bits that are not 0.</summary>
    public static IEnumerable<uint> Constant(uint d, ulong value)
    {
        yield return 0xD2800000 | ((uint)(value & 0xFFFF) << 5) | d;
        for (uint part = 1; part < 4; part++)
        {
            uint bits = (uint)(value >> (int)(16 * part)) & 0xFFFF;
            if (bits != 0) yield return 0xF2800000 | (part << 21) | (bits << 5) | d;
        }
    }

    /// <summary><c>ADD d, n, m</c></summary>
    public static uint Add(uint d, uint n, uint m) => 0x8B000000 | (m << 16) | (n << 5) | d;

    /// <summary><c>ADD d, n, #number</c>; below 4,096.</summary>
    public static uint AddNumber(uint d, uint n, int number) => 0x91000000 | ((uint)number << 10) | (n << 5) | d;

    /// <summary><c>LDR t, [n, #offset]</c>; a multiple of 8 below 32,768.</summary>
    public static uint Load(uint t, uint n, int offset = 0) => 0xF9400000 | ((uint)(offset / 8) << 10) | (n << 5) | t;

    /// <summary><c>STR t, [n, #offset]</c>; a multiple of 8 below 32,768.</summary>
    public static uint Store(uint t, uint n, int offset) => 0xF9000000 | ((uint)(offset / 8) << 10) | (n << 5) | t;

    /// <summary><c>PRFM PLDL1KEEP, [n, m]</c>, or <c>PSTL1KEEP</c> to be written: an advice, which orders nothing and never faults.</summary>
    public static uint Prefetch(uint n, uint m, bool toWrite) => 0xF8A06800 | (m << 16) | (n << 5) | (toWrite ? 16U : 0);

    /// <summary><c>TST n, m</c></summary>
    public static uint Test(uint n, uint m) => 0xEA00001F | (m << 16) | (n << 5);

    /// <summary><c>CMP n, m</c></summary>
    public static uint Compare(uint n, uint m) => 0xEB00001F | (m << 16) | (n << 5);

    /// <summary><c>B</c>, so many words ahead of itself.</summary>
    public static uint Branch(int distance) => 0x14000000 | ((uint)distance & 0x3FFFFFF);

    /// <summary><c>B.LO</c>, so many words ahead of itself; it follows a comparison of numbers without sign.</summary>
    public static uint BranchIfLower(int distance) => 0x54000000 | (((uint)distance & 0x7FFFF) << 5) | Lower;
}
