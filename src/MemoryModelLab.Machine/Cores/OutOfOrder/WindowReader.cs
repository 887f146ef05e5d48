using System.Numerics;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores.OutOfOrder;

/// <summary>
/// Reads a window in program order along the path that is predicted, and finds what each instruction waits for: what the Arm ARM (DDI 0487, B2.3) calls
/// locally-ordered-before. Addresses, data, and what branches decide; acquire and release; barriers; what is at the same location. What a load
/// that has no value would decide is not known yet; the window is then read up to there, by prediction beyond.
/// </summary>
internal sealed class WindowReader(CoreContext context, Window window)
{
    // A thread that computes this long without touching memory will not end.
    private const int MostLocalOps = 100_000;

    // The load-exclusive that the next store-exclusive goes with, where it has no slot.
    private const int None = -1, HasLeft = -2;

    private readonly Content[] registers = new Content[window.Code.Thread.Registers.Count];
    private readonly Instance[] instances = new Instance[window.Size];
    private readonly int[] retiredRegisters = new int[window.Code.MostLive];

    private ulong loads;
    private ulong stores;
    private ulong releases;
    private ulong barrier;
    private ulong storeBarrier;
    private ulong control;
    private ulong pickedControl;
    private ulong addresses;
    private ulong pickedAddresses;
    private int latestLoad;
    private int openExclusive;

    /// <summary>The number of instructions in the window.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the thread's end was reached.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether fetching stopped at an undecided branch or choice, the last instruction.</summary>
    public bool IsUndecided { get; private set; }

    /// <summary>A branch whose condition is known now and is not as predicted; -1 for none.</summary>
    public int Mispredicted { get; private set; }

    /// <summary>Whether the path turned out not to exist.</summary>
    public bool IsDead { get; private set; }

    /// <summary>How many of the first instructions are done with.</summary>
    public int Retired { get; private set; }

    /// <summary>The op after those.</summary>
    public int RetiredPlace { get; private set; }

    /// <summary>The live registers there, as value numbers.</summary>
    public ReadOnlySpan<int> RetiredRegisters => retiredRegisters.AsSpan(0, window.Code.Live[RetiredPlace].Length);

    /// <summary>What is reserved there, as <see cref="Window.Reservation"/> says it.</summary>
    public int RetiredReservation { get; private set; }

    public ref readonly Instance this[int slot] => ref instances[slot];

    /// <summary>The instructions that have been performed, a bit a slot.</summary>
    public ulong Performed { get; private set; }

    /// <summary>Reads the window of a state.</summary>
    public void Read(Span<int> state)
    {
        (loads, stores, releases, barrier, storeBarrier, control, pickedControl, addresses, pickedAddresses) = (0, 0, 0, 0, 0, 0, 0, 0, 0);
        (latestLoad, Count, HasEnded, IsUndecided, Mispredicted, IsDead, Retired, Performed) = (-1, 0, false, false, -1, false, 0, 0);
        openExclusive = window.Reservation(state) == 0 ? None : HasLeft;
        int op = window.Place(state);
        Begin(state, op);
        bool retires = true;
        for (int steps = 0; !IsDead && Mispredicted < 0; steps++)
        {
            if (steps > MostLocalOps)
            {
                (context.HasDiverged, IsDead) = (true, true);
                return;
            }

            HasEnded = op == window.Code.Ops.Length;
            Op? next = HasEnded ? null : window.Code.Ops[op];
            if (next is not null && !Window.TakesSlot(next))
            {
                op = Local(next, op);
                continue;
            }

            if (retires && !(latestLoad >= 0 && window.IsWithin(instances[latestLoad].Place, op))) Save(state, op);
            if (next is null || Count + window.RoomFor(op) > window.Size || !Fetch(state, next, ref op)) break;
            retires &= (Performed >> (Count - 1) & 1) != 0;
        }
    }

    private void Begin(ReadOnlySpan<int> state, int place)
    {
        Array.Clear(registers);
        int[] live = window.Code.Live[place];
        for (int i = 0; i < live.Length; i++) registers[live[i]] = new Content(true, context.Values[window.Register(state, i)], 0, 0);
    }

    /// <summary>All that was read so far is done with, and the thread would go on at this op.</summary>
    private void Save(Span<int> state, int op)
    {
        (Retired, RetiredPlace) = (Count, op);
        RetiredReservation = !window.Code.MayStoreExclusively[op] ? 0 : openExclusive switch
        {
            None => 0,
            HasLeft => window.Reservation(state),
            _ when window.StatusOf(state, openExclusive) == Status.Overtaken => window.Lost,
            _ => instances[openExclusive].Cell + 1,
        };
        int[] live = window.Code.Live[op];
        for (int i = 0; i < live.Length; i++) retiredRegisters[i] = context.NumberOf(registers[live[i]].Value);
    }

    private int Local(Op next, int op)
    {
        switch (next)
        {
            case Op.Compute compute:
                Content left = Of(compute.Left), right = Of(compute.Right);
                bool known = left.Known && right.Known;
                registers[compute.Destination] = new Content(
                    known, known ? compute.Operator.Apply(left.Value, right.Value) : 0, left.Loads | right.Loads, left.Picks | right.Picks);
                break;
            case Op.Move move:
                Content source = Of(move.Source);
                registers[move.Destination] = source with { Picks = source.Picks | Deciding(move.Guard) };
                break;
            case Op.Jump jump:
                return jump.Target;
            case Op.Assume assume:
                IsDead = Of(assume.Condition) is { Known: true, Value: 0 };
                break;
            case Op.Fence fence:
                Fence(fence.Tags);
                break;
        }

        return op + 1;
    }

    private void Fence(EventTags tags)
    {
        const EventTags all = EventTags.DmbSy | EventTags.DsbSy, afterLoads = EventTags.DmbLd | EventTags.DsbLd;
        if ((tags & all) != 0) barrier |= loads | stores;
        else if ((tags & afterLoads) != 0) barrier |= loads & ~Where(load => load.Tags.HasFlag(EventTags.NoReturn));
        else if ((tags & EventTags.DsbSt) != 0) barrier |= stores;
        else if ((tags & EventTags.DmbSt) != 0) storeBarrier |= stores;
        else if ((tags & EventTags.Isb) != 0) barrier |= control | pickedControl | addresses | pickedAddresses;
    }

    private ulong Where(Func<Op.Load, bool> holds)
    {
        ulong found = 0;
        for (int slot = 0; slot < Count; slot++)
        {
            if (instances[slot].Op is Op.Load load && holds(load)) found |= 1UL << slot;
        }

        return found;
    }

    /// <summary>Takes an instruction into the window; false where it is not known how to go on.</summary>
    private bool Fetch(Span<int> state, Op next, ref int op)
    {
        int slot = Count++;
        int status = window.StatusOf(state, slot);
        instances[slot] = new Instance { Op = next, Place = op, Cell = -1, Partner = -1 };
        switch (next)
        {
            case Op.Load load:
                Load(state, slot, load);
                break;
            case Op.Store store:
                Store(state, slot, store);
                break;
            case Op.Choose choose:
                IsUndecided = status == Status.Pending;
                if (IsUndecided) return false;
                Performed |= 1UL << slot;
                registers[choose.Destination] = new Content(true, status == Status.Yes ? 1 : 0, 0, 0);
                break;
            case Op.Branch branch:
                return Branch(state, slot, branch, status, ref op);
        }

        op++;
        return true;
    }

    private bool Branch(Span<int> state, int slot, Op.Branch branch, int status, ref int op)
    {
        Content condition = Of(branch.Condition);
        instances[slot].Data = condition;
        if (!branch.Internal)
        {
            control |= condition.Loads;
            pickedControl |= condition.Picks;
        }

        bool isTaken = status == Status.Yes;
        if (condition.Known)
        {
            isTaken = condition.Value != 0;
            if (status != Status.Pending && isTaken != (status == Status.Yes))
            {
                Mispredicted = slot;
                return false;
            }

            window.StatusOf(state, slot) = Status.Pending;
            Performed |= 1UL << slot;
        }
        else if (status == Status.Pending)
        {
            IsUndecided = true;
            return false;
        }

        op = isTaken ? branch.Target : op + 1;
        return true;
    }

    private void Load(Span<int> state, int slot, Op.Load load)
    {
        ref Instance self = ref instances[slot];
        Content address = Locate(ref self, load.Address);
        int status = window.StatusOf(state, slot);
        ulong bit = 1UL << slot;
        // A value may come by way of memory: from the closest earlier store to the location, and from what decided that.
        int source = SourceOf(slot);
        self.Flow = address.Picks | (source >= 0 ? instances[source].Flow : 0);
        self.Picks = self.Flow;
        self.Before = barrier | address.Loads;
        if (load.Tags.HasFlag(EventTags.Acquire)) self.Before |= releases;
        if ((load.Tags & (EventTags.Acquire | EventTags.AcquirePc)) != 0)
        {
            // An acquire that reads the write of the own exclusive pair waits for the read of that pair.
            if (source >= 0 && instances[source].Partner >= 0) self.Before |= 1UL << instances[source].Partner;
            barrier |= bit;
        }

        Close(ref self);
        addresses |= address.Loads;
        pickedAddresses |= address.Picks;
        loads |= bit;
        latestLoad = slot;
        if (load.Tags.HasFlag(EventTags.Exclusive)) openExclusive = slot;
        bool isDone = status != Status.Pending;
        if (isDone) Performed |= bit;
        if (isDone && self.IsLocated && IsWrong(state, slot)) IsDead = true;
        if (status == Status.Overtaken && !MattersThatItIsOvertaken(state, slot)) window.StatusOf(state, slot) = Status.Done;
        registers[load.Destination] = new Content(isDone, isDone ? context.Values[window.ValueOf(state, slot)] : 0, bit, bit | self.Flow);
    }

    private void Store(Span<int> state, int slot, Op.Store store)
    {
        ref Instance self = ref instances[slot];
        Content address = Locate(ref self, store.Address), data = Of(store.Value);
        ulong bit = 1UL << slot;
        self.Data = data;
        self.Flow = address.Picks | data.Picks | Deciding(store.Guard);
        self.Picks = self.Flow | pickedControl;
        self.Before = barrier | storeBarrier | address.Loads | data.Loads | control | addresses | pickedAddresses | self.Picks;
        if (store.Tags.HasFlag(EventTags.Release)) self.Before |= loads | stores;
        if (store.Rmw != RmwRole.None) Pair(state, slot, store);
        for (int earlier = 0; earlier < slot; earlier++)
        {
            if (self.IsLocated && instances[earlier].IsLocated && instances[earlier].Cell == self.Cell) self.Before |= 1UL << earlier;
        }

        Close(ref self);
        // What depends by a pick on a load, and must come before a store, puts the load before the store too.
        for (ulong left = self.AllBefore; left != 0; left &= left - 1) self.Before |= instances[BitOperations.TrailingZeroCount(left)].Picks;
        Close(ref self);
        addresses |= address.Loads;
        pickedAddresses |= address.Picks;
        stores |= bit;
        if (store.Tags.HasFlag(EventTags.Release)) releases |= bit;
        if (window.StatusOf(state, slot) == Status.Done) Performed |= bit;
        // The write of an atomic with acquire and release is before all that follows.
        if (self.Partner >= 0 && store.Rmw == RmwRole.Atomic && store.Tags.HasFlag(EventTags.Release)
            && instances[self.Partner].Op is Op.Load read && read.Tags.HasFlag(EventTags.Acquire)) barrier |= bit;
    }

    /// <summary>Finds the read of a read-modify-write. Without one, or at another location, this path does not exist.</summary>
    private void Pair(Span<int> state, int slot, Op.Store store)
    {
        ref Instance self = ref instances[slot];
        int read = store.Rmw == RmwRole.Atomic ? latestLoad : openExclusive;
        if (store.Rmw == RmwRole.Exclusive) openExclusive = None;
        if (read == HasLeft)
        {
            int reserved = window.Reservation(state);
            IsDead |= reserved == window.Lost ? window.StatusOf(state, slot) == Status.Pending : self.IsLocated && self.Cell + 1 != reserved;
            return;
        }

        if (read == None)
        {
            IsDead = true;
            return;
        }

        self.Partner = read;
        instances[read].Partner = slot;
        self.Before |= 1UL << read;
        if (self.IsLocated && instances[read].IsLocated && instances[read].Cell != self.Cell) IsDead = true;
        if (window.StatusOf(state, slot) == Status.Pending && window.StatusOf(state, read) == Status.Overtaken) IsDead = true;
    }

    /// <summary>The closest earlier store to a load's location, as far as addresses are known; -1 for none.</summary>
    public int SourceOf(int slot)
    {
        for (int earlier = slot - 1; earlier >= 0; earlier--)
        {
            if (instances[earlier] is { Op: Op.Store, IsLocated: true } store && store.Cell == instances[slot].Cell) return earlier;
        }

        return -1;
    }

    /// <summary>Whether a load has read past a store whose address was not known then: it should have read that.</summary>
    private bool IsWrong(Span<int> state, int slot)
    {
        int source = SourceOf(slot), read = window.SourceOf(state, slot) - 1;
        return source >= 0 && source != read && window.StatusOf(state, source) == Status.Pending;
    }

    /// <summary>Whether an earlier load may still read the same location, or a store needs that no one has written in between.</summary>
    private bool MattersThatItIsOvertaken(Span<int> state, int slot)
    {
        if (instances[slot].Op is Op.Load load && MayBeHalf(load)) return true;
        for (int earlier = 0; earlier < slot; earlier++)
        {
            if (MayReadTheSame(state, earlier, slot)) return true;
        }

        return false;
    }

    /// <summary>Whether an earlier load that has no value yet may read the location of a later one.</summary>
    public bool MayReadTheSame(Span<int> state, int earlier, int later) =>
        instances[earlier].Op is Op.Load && window.StatusOf(state, earlier) == Status.Pending
        && (!instances[earlier].IsLocated || instances[earlier].Cell == instances[later].Cell);

    private static bool MayBeHalf(Op.Load load) => (load.Tags & (EventTags.Exclusive | EventTags.ReadModifyWrite)) != 0;

    private Content Locate(ref Instance self, Operand operand)
    {
        Content address = Of(operand);
        self.IsLocated = address.Known;
        if (address.Known) self.Cell = context.CellAt(address.Value, self.Op.Line);
        return address;
    }

    private void Close(ref Instance self)
    {
        self.AllBefore = self.Before;
        for (ulong left = self.Before; left != 0; left &= left - 1) self.AllBefore |= instances[BitOperations.TrailingZeroCount(left)].AllBefore;
    }

    private ulong Deciding(Operand? guard) => guard is { } operand ? Of(operand).Picks : 0;

    private Content Of(Operand operand) => operand.IsConstant ? new Content(true, operand.Value, 0, 0) : registers[operand.Register];
}
