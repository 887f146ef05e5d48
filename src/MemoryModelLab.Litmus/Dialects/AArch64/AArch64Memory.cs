using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>Loads and stores, with acquire and release, exclusive, and in pairs.</summary>
internal sealed class AArch64Memory(AArch64Context context)
{
    // Width 0: as wide as the register.
    private readonly record struct Access(bool IsLoad, EventTags Tags, int Width, bool SignExtends);

    private static readonly Dictionary<string, Access> Accesses = BuildAccesses();

    // Whether the exclusives monitor is set: by a load-exclusive, until the next store-exclusive, also one that fails.
    private int? monitor;

    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower()
    {
        string mnemonic = context.Instruction.Mnemonic;
        if (Accesses.TryGetValue(mnemonic, out Access access))
        {
            bool exclusiveStore = !access.IsLoad && access.Tags.HasFlag(EventTags.Exclusive);
            if (exclusiveStore) LowerExclusiveStore(access);
            else LowerAccess(access);
            return true;
        }

        if (mnemonic is not ("LDP" or "STP" or "LDNP" or "STNP" or "LDPSW")) return false;
        LowerPair(isLoad: mnemonic[0] == 'L', signExtends: mnemonic == "LDPSW");
        return true;
    }

    /// <summary>The address of operand <paramref name="operand"/>; the base register is updated if the addressing form says so.</summary>
    /// <param name="operand">The address's number among the operands; a constant behind it is a post-index.</param>
    /// <param name="updateBase">Call behind the access: updates the base of a post-indexed address.</param>
    public Operand Address(int operand, out Action? updateBase)
    {
        updateBase = null;
        if (operand >= context.Operands.Count || context.Operands[operand] is not AssemblyOperand.Memory memory)
            throw context.Error($"operand {operand + 1} of {context.Instruction.Mnemonic} is not an address, expected one such as [X1]");
        if (AArch64Registers.IsWord(memory.Base) || AArch64Registers.IsZero(memory.Base))
            throw context.Error($"the base of an address is {memory.Base}, expected an X register");

        Operand start = context.Raw(memory.Base);
        Operand address = memory.Offset is null ? start : context.Thread.Compute(context.Line, BinaryOperator.Add, start, Offset(memory));
        if (memory.Offset is AssemblyOperand.Immediate { Value: 0 }) address = start;
        if (memory.WriteBack) context.Move(memory.Base, address);
        if (operand + 1 < context.Operands.Count)
        {
            if (memory.Offset is not null || memory.WriteBack) throw context.Error("an address has an offset in the brackets or behind them, not both");
            Operand step = Operand.Const(context.Immediate(operand + 1, -512, 504));
            updateBase = () => context.Compute(memory.Base, BinaryOperator.Add, start, step, inRange: true);
        }

        return address;
    }

    /// <summary>What a load of <paramref name="width"/> bits reads, zero-extended.</summary>
    public Operand Load(Operand address, EventTags tags, int width)
    {
        int read = context.Thread.Temporary();
        context.Thread.Emit(new Op.Load(context.Line, read, address, tags));
        return NeedsCut(width) ? context.Cut(width, Operand.Reg(read)) : Operand.Reg(read);
    }

    private bool NeedsCut(int width) => width < 32 || (width == 32 && context.MemoryIsWide);

    private void LowerAccess(Access access)
    {
        context.ExpectOperands(2, 3, $"{context.Instruction.Mnemonic} W0,[X1]");
        string register = context.Register(0);
        int width = access.Width == 0 ? AArch64Context.WidthOf(register) : access.Width;
        if (context.Operands[1] is AssemblyOperand.Word location && context.Instruction.Mnemonic == "LDR")
        {
            // herd's LDR X0,x loads the address of x, from a literal pool that is no memory of the test.
            context.Move(register, Operand.Const(context.Thread.Locations.AddressOf(location.Text)));
            return;
        }

        Operand address = Address(1, out Action? updateBase);
        if (access.IsLoad) LowerLoad(register, address, access, width);
        else context.Thread.Emit(new Op.Store(context.Line, address, StoredValue(register, width), access.Tags));
        updateBase?.Invoke();
    }

    private void LowerLoad(string register, Operand address, Access access, int width)
    {
        if (access.SignExtends)
        {
            Operand value = context.SignExtend(width, Load(address, access.Tags, width));
            context.Move(register, context.Cut(AArch64Context.WidthOf(register), value));
        }
        else if (NeedsCut(width))
        {
            context.Move(register, Load(address, access.Tags, width));
        }
        else
        {
            context.Thread.Emit(new Op.Load(context.Line, context.Target(register), address, access.Tags));
        }

        if (access.Tags.HasFlag(EventTags.Exclusive)) SetMonitor(1);
    }

    private Operand StoredValue(string register, int width)
    {
        Operand value = context.Read(register);
        return width < 32 ? context.Cut(width, value) : value;
    }

    // The status is 0 when the store happened; it may fail for no reason at all. It depends on nothing: Arm ARM B2.3, "dependency".
    private void LowerExclusiveStore(Access access)
    {
        context.ExpectOperands(3, 3, $"{context.Instruction.Mnemonic} W0,W1,[X2]");
        string register = context.Register(1);
        int width = access.Width == 0 ? AArch64Context.WidthOf(register) : access.Width;
        Operand address = Address(2, out _);
        Operand value = StoredValue(register, width);
        int status = context.Thread.Temporary();
        int failed = context.Thread.NewLabel();
        context.Thread.Emit(new Op.Choose(context.Line, status));
        context.Thread.Branch(context.Line, Operand.Reg(status), failed, @internal: true);
        context.Thread.Emit(new Op.Assume(context.Line, Operand.Reg(Monitor)));
        context.Thread.Emit(new Op.Store(context.Line, address, value, access.Tags, RmwRole.Exclusive));
        context.Thread.Place(failed);
        SetMonitor(0);
        context.Move(context.Register(0), Operand.Reg(status));
    }

    private int Monitor => monitor ??= context.Thread.Temporary();

    private void SetMonitor(long value) => context.Thread.Emit(new Op.Move(context.Line, Monitor, Operand.Const(value)));

    private void LowerPair(bool isLoad, bool signExtends)
    {
        context.ExpectOperands(3, 4, $"{context.Instruction.Mnemonic} W0,W1,[X2]");
        string first = context.Register(0), second = context.Register(1);
        int width = signExtends ? 32 : AArch64Context.WidthOf(first);
        Operand low = Address(2, out Action? updateBase);
        Operand high = context.Thread.Compute(context.Line, BinaryOperator.Add, low, Operand.Const(width / 8));
        if (isLoad)
        {
            Operand value = Load(low, EventTags.None, width);
            Operand other = Load(high, EventTags.None, width);
            context.Move(first, signExtends ? context.SignExtend(width, value) : value);
            context.Move(second, signExtends ? context.SignExtend(width, other) : other);
        }
        else
        {
            context.Thread.Emit(new Op.Store(context.Line, low, context.Read(first), EventTags.None));
            context.Thread.Emit(new Op.Store(context.Line, high, context.Read(second), EventTags.None));
        }

        updateBase?.Invoke();
    }

    private Operand Offset(AssemblyOperand.Memory memory)
    {
        if (memory.Offset is AssemblyOperand.Immediate immediate) return Operand.Const(immediate.Value);
        string register = ((AssemblyOperand.Register)memory.Offset!).Name;
        string kind = memory.Extend?.Kind ?? "LSL";
        if (AArch64Registers.IsWord(register) && kind is not ("UXTW" or "SXTW"))
            throw context.Error($"the offset {register} with {kind}, expected SXTW or UXTW behind a W register");
        Operand extended = kind switch
        {
            "LSL" or "SXTX" => context.Read(register),
            "UXTW" => context.Cut(32, register),
            "SXTW" => context.SignExtend(32, context.Raw(register)),
            _ => throw context.Error($"an address with {kind}, expected LSL, SXTX, UXTW or SXTW"),
        };
        long amount = memory.Extend?.Amount ?? 0;
        if (amount is < 0 or > 4) throw context.Error($"an address is shifted by {amount}, expected 0 to 4");
        return amount == 0 ? extended : context.Thread.Compute(context.Line, BinaryOperator.ShiftLeft, extended, Operand.Const(amount));
    }

    private static Dictionary<string, Access> BuildAccesses()
    {
        var table = new Dictionary<string, Access>();
        (string Name, bool IsLoad, EventTags Tags)[] families =
        [
            ("LDR", true, EventTags.None), ("LDUR", true, EventTags.None),
            ("LDAR", true, EventTags.Acquire), ("LDAPR", true, EventTags.AcquirePc), ("LDAPUR", true, EventTags.AcquirePc),
            ("LDXR", true, EventTags.Exclusive), ("LDAXR", true, EventTags.Exclusive | EventTags.Acquire),
            ("STR", false, EventTags.None), ("STUR", false, EventTags.None),
            ("STLR", false, EventTags.Release), ("STLUR", false, EventTags.Release),
            ("STXR", false, EventTags.Exclusive), ("STLXR", false, EventTags.Exclusive | EventTags.Release),
        ];
        foreach ((string name, bool isLoad, EventTags tags) in families)
        {
            table.Add(name, new Access(isLoad, tags, 0, false));
            table.Add(name + "B", new Access(isLoad, tags, 8, false));
            table.Add(name + "H", new Access(isLoad, tags, 16, false));
        }

        foreach (string name in (string[])["LDR", "LDUR", "LDAPUR"])
        {
            EventTags tags = name == "LDAPUR" ? EventTags.AcquirePc : EventTags.None;
            table.Add(name + "SB", new Access(true, tags, 8, true));
            table.Add(name + "SH", new Access(true, tags, 16, true));
            table.Add(name + "SW", new Access(true, tags, 32, true));
        }

        return table;
    }
}
