using Microsoft.CodeAnalysis;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>The compiler's constants as register values.</summary>
internal static class CSharpConstant
{
    /// <summary>The register value of <paramref name="constant"/>, the compiler's value of <paramref name="node"/>.</summary>
    /// <exception cref="LitmusException">It has none, or is no integer, <c>bool</c> or <c>null</c>.</exception>
    public static long ToRegister(CSharpUnit unit, SyntaxNode node, Optional<object?> constant)
    {
        if (!constant.HasValue) throw CSharpError.NotCovered(unit, node, "expected a constant");
        return constant.Value switch
        {
            null => 0,
            bool value => value ? 1 : 0,
            char value => value,
            sbyte value => value,
            byte value => value,
            short value => value,
            ushort value => value,
            int value => value,
            uint value => value,
            long value => value,
            ulong value => (long)value,
            _ => throw CSharpError.NotCovered(unit, node, "values are integers, bool and object references"),
        };
    }
}
