using MemoryModelLab.Litmus.Dialects.AArch64;
using MemoryModelLab.Litmus.Dialects.C;
using MemoryModelLab.Litmus.Dialects.CSharp;
using MemoryModelLab.Litmus.Dialects.X86;

namespace MemoryModelLab.Litmus.Dialects;

/// <summary>The dialect of each architecture.</summary>
internal static class DialectTable
{
    /// <summary>The dialect of <paramref name="architecture"/>.</summary>
    public static IDialect Of(Architecture architecture) => architecture switch
    {
        Architecture.C => new CDialect(),
        Architecture.CSharp => new CSharpDialect(),
        Architecture.X86 => new X86Dialect(is64Bit: false),
        Architecture.X86_64 => new X86Dialect(is64Bit: true),
        Architecture.AArch64 => new AArch64Dialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "no dialect"),
    };
}
