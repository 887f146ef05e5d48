using MemoryModelLab.Litmus.Programs;
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
/// branches or chooses, in program order: its status, the value a load returned, and the store it was forwarded from. Where a load-exclusive is no longer in
/// it and its store may still come, the reservation is kept; an atomic instruction enters and leaves whole.
/// </summary>
internal sealed class Window
{
    private const int Fields = 3;

    private readonly int place;
    private readonly int firstRegister;
    private readonly int firstSlot;
    private readonly int reservation = -1;
    private readonly int lost;
    private readonly int[] wholes;
    private readonly int[] rooms;

    public Window(CoreContext context, ThreadCode code, Layout layout, int size)
    {
        Code = code;
        wholes = [.. code.Ops.Select((_, op) => WholeFrom(op))];
        rooms = [.. code.Ops.Select((_, op) => code.Ops[op..(wholes[op] + 1)].Count(TakesSlot))];
        Size = Math.Max(size, rooms.DefaultIfEmpty(1).Max());
        lost = context.Cells + 1;
        place = layout.Add(code.Ops.Length);
        firstRegister = layout.Add(code.MostLive, context.MostValue);
        if (Array.Exists(code.Ops, op => op is Op.Store { Rmw: RmwRole.Exclusive })) reservation = layout.Add(lost);
        firstSlot = layout.Count;
        for (int i = 0; i < Size; i++)
        {
            layout.Add(Status.Forwarded);
            layout.Add(context.MostValue);
            layout.Add(Size);
        }
    }

    public ThreadCode Code { get; }

    /// <summary>The most instructions in it.</summary>
    public int Size { get; }

    /// <summary>Whether an op takes a slot; all others are done when the window is read.</summary>
    public static bool TakesSlot(Op op) => op is Op.Load or Op.Store or Op.Branch or Op.Choose;

    /// <summary>Whether an op lies between the read of an atomic instruction and its end.</summary>
    public bool IsWithin(int read, int op) => op > read && op <= wholes[read];

    /// <summary>The slots that must be free before an op enters.</summary>
    public int RoomFor(int op) => rooms[op];

    /// <summary>One more than the cell that a load-exclusive which has left the window reserves, or <see cref="Lost"/>; 0 for none.</summary>
    public int Reservation(ReadOnlySpan<int> state) => reservation < 0 ? 0 : state[reservation];

    /// <summary>A reservation of a cell that another core has written since.</summary>
    public int Lost => lost;

    /// <summary>Another core writes a cell.</summary>
    public void LoseReservation(Span<int> state, int cell)
    {
        if (Reservation(state) == cell + 1) state[reservation] = lost;
    }

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

    /// <summary>Moves its beginning past its first slots, to an op where the live registers have these values and this is reserved.</summary>
    public void Retire(Span<int> state, int slots, int op, ReadOnlySpan<int> registers, int reserved)
    {
        state[place] = op;
        if (reservation >= 0) state[reservation] = reserved;
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

    /// <summary>The last op that must be in the window with this one: of an atomic instruction's read the last of the writes it may do.</summary>
    private int WholeFrom(int op)
    {
        int last = op;
        if (Code.Ops[op] is not Op.Load read || !CoreContext.IsAtomic(read)) return last;
        for (int end = op + 1; Code.AreOneInstruction(op, end) && Code.Ops[end] is not Op.Load; end++)
        {
            if (Code.Ops[end] is Op.Store { Rmw: RmwRole.Atomic }) last = end;
        }

        return last;
    }
}
