using System.Globalization;
using System.Text;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Conditions;

/// <summary>The values of final states as they are compared and printed: addresses whole, numbers at their declared width.</summary>
public static class StateValues
{
    /// <summary>A final state as herd prints it: <c>0:X0=1; 1:X1=x; [y]=2;</c>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="values">The whole 64-bit values, in the order of <see cref="LitmusProgram.Observed"/>.</param>
    public static string Print(LitmusProgram program, ReadOnlySpan<long> values)
    {
        ArgumentNullException.ThrowIfNull(program);
        var output = new StringBuilder();
        for (int i = 0; i < program.Observed.Count; i++)
        {
            if (i > 0) output.Append(' ');
            if (program.Observed[i].Array is { } array)
            {
                int first = i;
                while (i + 1 < program.Observed.Count && program.Observed[i + 1].Array == array) i++;
                PrintArray(program, values, first, i, output.Append(array));
                continue;
            }

            output.Append(program.Observed[i].Name).Append('=').Append(Print(program, i, values[i])).Append(';');
        }

        return output.ToString();
    }

    /// <summary>A value of an event, whose type is not known: the name of the location whose address it is, or a signed number.</summary>
    public static string Print(LitmusProgram program, long value)
    {
        ArgumentNullException.ThrowIfNull(program);
        return AddressSpace.TryDecode(value, DeclaredCount(program), out int index, out long offset)
            ? PrintAddress(program, index, offset)
            : value.ToString(CultureInfo.InvariantCulture);
    }

    private static void PrintArray(LitmusProgram program, ReadOnlySpan<long> values, int first, int last, StringBuilder output)
    {
        output.Append("={");
        for (int i = first; i <= last; i++)
        {
            if (i > first) output.Append(',');
            output.Append(Print(program, i, values[i]));
        }

        output.Append("};");
    }

    /// <summary>One value as herd prints it: a number, or the name of the location whose address it is.</summary>
    public static string Print(LitmusProgram program, int observed, long value)
    {
        ArgumentNullException.ThrowIfNull(program);
        int declared = DeclaredCount(program);
        if (AddressSpace.TryDecode(value, declared, out int index, out long offset)) return PrintAddress(program, index, offset);
        Observed part = program.Observed[observed];
        long canonical = Canonical(value, part, declared);
        return part is { Unsigned: true, Width: 64 }
            ? ((ulong)canonical).ToString(CultureInfo.InvariantCulture)
            : canonical.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number of declared locations; addresses lie in them.</summary>
    public static int DeclaredCount(LitmusProgram program) => program.Locations.Count(location => location.Offset == 0);

    /// <summary>Two values of a part are the same value of its type exactly when this is equal.</summary>
    public static long Canonical(long value, Observed part, int declaredCount)
    {
        if (part.Width == 64 || AddressSpace.TryDecode(value, declaredCount, out _, out _)) return value;
        int unused = 64 - part.Width;
        return part.Unsigned ? (long)((ulong)value << unused >> unused) : value << unused >> unused;
    }

    private static string PrintAddress(LitmusProgram program, int declared, long offset)
    {
        long address = AddressSpace.AddressOf(declared) + offset;
        foreach (Location location in program.Locations)
        {
            if (location.Address == address) return location.Name;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{program.Locations[declared].Name}+{offset}");
    }
}
