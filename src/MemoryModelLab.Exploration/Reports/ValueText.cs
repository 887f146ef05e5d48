using System.Globalization;
using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation.Linearizability;

namespace MemoryModelLab.Exploration.Reports;

/// <summary>Values of the graph as a reader of C# expects them.</summary>
internal static class ValueText
{
    /// <summary>A value of a location.</summary>
    public static string Of(in LocationInfo location, long bits, ObjectTable objects)
    {
        if (location.IsReference) return OfObject(objects[bits], bits);
        var type = location.Type.IsEnum ? Enum.GetUnderlyingType(location.Type) : location.Type;
        object? value = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => bits != 0 ? "true" : "false",
            TypeCode.SByte => (sbyte)bits,
            TypeCode.Int16 => (short)bits,
            TypeCode.Int32 => (int)bits,
            TypeCode.Char => $"'{(char)bits}'",
            TypeCode.Single => Unsafe.BitCast<int, float>((int)bits),
            TypeCode.Double => Unsafe.BitCast<long, double>(bits),
            TypeCode.UInt64 => (ulong)bits,
            TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.Int64 => bits,
            _ when type == typeof(nint) => bits,
            _ => $"0x{bits:x}",
        };
        return Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    private static string OfObject(object? value, long number) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        Answer answer => answer.ToString(),
        _ => $"{value.GetType().Name}#{number}",
    };
}
