using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Cores.OutOfOrder;

/// <summary>What has become of an instruction in the window. What a number means depends on the instruction.</summary>
internal static class Status
{
    /// <summary>Nothing yet.</summary>
    public const int Pending = 0;

    /// <summary>A load that has read memory, or a store that is in memory.</summary>
    public const int Done = 1;

    /// <summary>A load that has read memory, and memory has been written since by another core.</summary>
    public const int Overtaken = 2;

    /// <summary>A load that has read a store in the window which is not in memory yet.</summary>
    public const int Forwarded = 3;

    /// <summary>A branch taken to fall through, or a choice of 0.</summary>
    public const int No = 1;

    /// <summary>A branch taken to jump, or a choice of 1.</summary>
    public const int Yes = 2;
}

/// <summary>
/// The components of one core: where its window begins in the thread, the registers there, and for each instruction in the window that accesses memory,
/// branches or chooses, in program order: its status, the value a load returned, and the store it was forwarded from.
/// </summary>
internal sealed class Window
{
    private const int Fields = 3;

    private readonly int place;
    private readonly int firstRegister;
    private readonly int firstSlot;

    public Window(CoreContext context, ThreadCode code, Layout layout, int size)
    {
        (Code, Size) = (code, size);
        place = layout.Add(code.Ops.Length);
        firstRegister = layout.Add(code.MostLive, context.MostValue);
        firstSlot = layout.Count;
        for (int i = 0; i < size; i++)
        {
            layout.Add(Status.Forwarded);
            layout.Add(context.MostValue);
            layout.Add(size);
        }
    }

    public ThreadCode Code { get; }

    /// <summary>The most instructions in it.</summary>
    public int Size { get; }

    /// <summary>The op it begins with.</summary>
    public int Place(ReadOnlySpan<int> state) => state[place];

    /// <summary>The value number of live register number <paramref name="i"/> where it begins.</summary>
    public int Register(ReadOnlySpan<int> state, int i) => state[firstRegister + i];

    public ref int StatusOf(Span<int> state, int slot) => ref state[firstSlot + (slot * Fields)];

    public ref int ValueOf(Span<int> state, int slot) => ref state[firstSlot + (slot * Fields) + 1];

    /// <summary>One more than the slot of the store a load was forwarded from; 0 for none.</summary>
    public ref int SourceOf(Span<int> state, int slot) => ref state[firstSlot + (slot * Fields) + 2];

    /// <summary>Discards everything from a slot on: it was on a path that is not taken.</summary>
    public void Squash(Span<int> state, int slot) => state[(firstSlot + (slot * Fields))..(firstSlot + (Size * Fields))].Clear();

    /// <summary>Moves its beginning past its first slots, to an op where the live registers have these values.</summary>
    public void Retire(Span<int> state, int slots, int op, ReadOnlySpan<int> registers)
    {
        state[place] = op;
        registers.CopyTo(state[firstRegister..]);
        state.Slice(firstRegister + registers.Length, Code.MostLive - registers.Length).Clear();
        if (slots == 0) return;
        Span<int> all = state[firstSlot..(firstSlot + (Size * Fields))];
        all[(slots * Fields)..].CopyTo(all);
        all[^(slots * Fields)..].Clear();
        for (int slot = 0; slot < Size; slot++)
        {
            ref int source = ref SourceOf(state, slot);
            source = Math.Max(source - slots, 0);
        }
    }
}
