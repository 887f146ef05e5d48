using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Machine code as a litmus test.</summary>
public sealed class LiftedTest
{
    private readonly LitmusProgram source;
    private readonly int[] parts;

    internal LiftedTest(LitmusProgram source, LitmusTest test, string text, IReadOnlyList<string> effects)
    {
        this.source = source;
        (Test, Text, Effects) = (test, text, effects);
        Program = LitmusLowering.Lower(test);

        // The locations clause names the source's parts in their order.
        parts = [.. test.Locations.Select(item => Find(item.Reference))];
    }

    /// <summary>The test.</summary>
    public LitmusTest Test { get; }

    /// <summary>Its text, which parses as <see cref="Test"/>.</summary>
    public string Text { get; }

    /// <summary>Its lowering.</summary>
    public LitmusProgram Program { get; }

    /// <summary>How the accesses of the code differ from those of the source, as sentences.</summary>
    public IReadOnlyList<string> Effects { get; }

    /// <summary>A final state of <see cref="Program"/> in the terms of the C# test: its observed parts, in their order.</summary>
    public long[] StateOfSource(ReadOnlySpan<long> values)
    {
        long[] state = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++) state[i] = Translate(values[parts[i]]);
        return state;
    }

    // An address is that of the object or location of the same name.
    private long Translate(long value)
    {
        int declared = Program.Locations.Count(location => location.Offset == 0);
        if (!AddressSpace.TryDecode(value, declared, out int index, out long offset)) return value;
        string name = Program.Locations[index].Name;
        return source.Locations.FirstOrDefault(location => location.Offset == 0 && location.Name == name) is { } same ? same.Address + offset : value;
    }

    private int Find(StateReference reference)
    {
        for (int i = 0; i < Program.Observed.Count; i++)
        {
            Observed part = Program.Observed[i];
            string name = part.Thread >= 0 ? Program.Threads[part.Thread].Registers[part.Index] : Program.Locations[part.Index].Name;
            if ((reference.Thread ?? -1) == part.Thread && name == reference.Name) return i;
        }

        throw new NotSupportedException($"the test is not lifted: {reference} is not part of its states");
    }
}
