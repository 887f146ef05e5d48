namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>What kind of value is known.</summary>
internal enum KnownKind
{
    /// <summary>Any value; it may depend on what was read.</summary>
    Unknown,

    /// <summary>What the register held when the thread began, which is its caller's.</summary>
    Entry,

    /// <summary>The address of the results, plus an offset.</summary>
    Results,

    /// <summary>The stack pointer at the thread's begin, plus an offset.</summary>
    Stack,

    /// <summary>The address of a location.</summary>
    Location,

    /// <summary>What was read from a location: for an object that is locked, the lock.</summary>
    ReadFrom,

    /// <summary>Whether an exclusive store was done; the name is the register that says so in the test.</summary>
    Attempt,

    /// <summary>The handle of a class, for an allocation.</summary>
    Type,
}

/// <summary>What is known of a register or of a slot of the stack at an instruction.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The register, the location or the class.</param>
/// <param name="Offset">For the stack and the results.</param>
internal readonly record struct Known(KnownKind Kind, string? Name = null, long Offset = 0)
{
    /// <summary>Whether the value has no meaning in the test: instructions that copy it are left out.</summary>
    public bool IsPrivate => Kind is KnownKind.Entry or KnownKind.Results or KnownKind.Stack or KnownKind.Type;
}

/// <summary>What is known of all registers and slots at an instruction.</summary>
internal sealed class KnownState
{
    private readonly Dictionary<string, Known> registers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Known> slots = [];

    /// <summary>What a register holds.</summary>
    public Known this[string register]
    {
        get => registers.TryGetValue(register, out Known known) ? known : new Known(KnownKind.Entry, register);
        set => registers[register] = value;
    }

    /// <summary>What a slot of the stack holds.</summary>
    public Known Slot(long offset) => slots.GetValueOrDefault(offset);

    /// <summary>Says what a slot holds.</summary>
    public void SetSlot(long offset, Known value) => slots[offset] = value;

    /// <summary>A copy.</summary>
    public KnownState Copy()
    {
        var copy = new KnownState();
        foreach ((string register, Known value) in registers) copy.registers.Add(register, value);
        foreach ((long offset, Known value) in slots) copy.slots.Add(offset, value);
        return copy;
    }

    /// <summary>Forgets what <paramref name="other"/> does not say too; false when nothing was to be forgotten.</summary>
    public bool Meet(KnownState other)
    {
        bool changed = false;
        foreach (string register in registers.Keys.Union(other.registers.Keys).ToList())
        {
            if (this[register] == other[register] || this[register].Kind == KnownKind.Unknown) continue;
            this[register] = default;
            changed = true;
        }

        foreach (long slot in slots.Keys.ToList())
        {
            if (slots[slot] == other.Slot(slot) || slots[slot].Kind == KnownKind.Unknown) continue;
            slots[slot] = default;
            changed = true;
        }

        return changed;
    }
}
