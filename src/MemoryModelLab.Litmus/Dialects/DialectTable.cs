using MemoryModelLab.Litmus.Dialects.CSharp;

namespace MemoryModelLab.Litmus.Dialects;

/// <summary>The dialect of each architecture.</summary>
internal static class DialectTable
{
    /// <summary>The dialect of <paramref name="architecture"/>.</summary>
    public static IDialect Of(Architecture architecture) => architecture switch
    {
        Architecture.CSharp => new CSharpDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "no dialect"),
    };
}
