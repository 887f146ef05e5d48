using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// One pair of arrays of the lock-free table of objects: tags, 32 bits of the key's hash each, sixteen to a line of the cache, and slots,
/// a reference to a key and one to a value.
/// </summary>
/// <remarks>
/// <para>As <see cref="WordTable"/>, with a claim in two steps. A tag goes from <see cref="Empty"/> to a tag or to <see cref="Closed"/>:
/// that claims the slot for <i>some</i> key with this tag. Its key goes from null to a key: that decides which. Whoever comes by with the
/// same tag and finds no key yet proposes its own, so that nobody waits for the one who claimed, and nobody passes an undecided slot that
/// could become its key. A migration that finds a slot undecided decides it for no key. A decided key is replaced by equal ones only, and
/// only where it has no value: whoever is about to give it one puts its own there first.</para>
/// <para>A value goes between null and objects by compare-and-swap, and once to <see cref="Boxes.Moved"/>, for ever.</para>
/// <para>The key of a removed entry stays until the next migration, or the slot would have to be given to another key, and the key could
/// get a second one; a key that comes back has that slot again. The owner migrates when more keys are dead than live.</para>
/// </remarks>
internal sealed class TagTable : MigratingTable<TagTable>
{
    public const uint Empty = 0;
    public const uint Closed = 1;
    public const int GroupSlots = 16;
    public const int MinGroups = 2;
    public const int MaxGroups = 1 << 24;
    public const int ChunkGroups = 8;

    /// <summary>How many dead keys beyond the number of live ones are let be.</summary>
    public const int FewDead = 32;

    private readonly uint[] tags;
    private readonly nint header;
    private readonly Slot[] slots;
    private readonly int shift;
    private readonly int mask;
    private int fullGroups;

    public TagTable(int groups, TagTable? previous = null)
        : base(previous, (groups + ChunkGroups - 1) / ChunkGroups)
    {
        Groups = groups;
        mask = groups - 1;
        shift = 32 - BitOperations.Log2((uint)groups);
        tags = GC.AllocateArray<uint>((groups + 1) * GroupSlots, pinned: true);
        header = Misalignment(ref MemoryMarshal.GetArrayDataReference(tags));
        slots = new Slot[groups * GroupSlots + 2];
        MovedSlot.Value = Boxes.Moved;
        unsafe
        {
            // Large arrays are not moved, unless the program asks for it; then the hint was for nothing.
            HugePages.Prefer(Unsafe.AsPointer(ref Tags(0)), (nuint)groups * GroupSlots * sizeof(uint));
            HugePages.Prefer(Unsafe.AsPointer(ref slots[0]), (nuint)slots.Length * (nuint)Unsafe.SizeOf<Slot>());
        }
    }

    public int Groups { get; }

    /// <summary>The number of keys that have a slot here, with a value or without. A key that comes back has its slot still, and is one key.</summary>
    public ThreadCells Keys { get; } = new();

    /// <summary>An eighth of the groups is full: about 0.75 keys a slot. Where hashes collide, groups are full while slots are not; a longer
    /// table would not help then, so there must be that many keys as well.</summary>
    public bool IsCrowded => Volatile.Read(ref fullGroups) * 8 > Groups && Keys.Sum > (long)Groups * GroupSlots / 2;

    /// <summary>More keys are without a value than have one, and more than a few. Of a table that is not migrated and that nothing moves to,
    /// where the live keys of the chain are those here.</summary>
    public bool IsMostlyDead
    {
        get
        {
            long live = Math.Max(Live.Sum, 0);
            return Keys.Sum - live > live + FewDead;
        }
    }

    /// <summary>What a search that found nothing points at: a slot whose value is null, or <see cref="Boxes.Moved"/>. Never written.</summary>
    public ref Slot AbsentSlot => ref slots[^1];

    public ref Slot MovedSlot => ref slots[^2];

    /// <summary>A hash as a tag, neither empty nor closed.</summary>
    public static uint TagOf(uint hash) => hash | 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Home(uint tag) => (int)(tag >> shift);

    public int After(int group) => (group + 1) & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref uint Tags(int group) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(tags), header + (nint)(uint)group * GroupSlots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot SlotAt(int group, int slot) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), (nint)(uint)group * GroupSlots + slot);

    /// <summary>A group's slots, of which the first half, where most keys are, is fetched while the tags are waited for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ref Slot Fetch(int group)
    {
        ref Slot first = ref SlotAt(group, 0);
        // The addresses are not followed: had the array moved, the hint would be wrong and nothing else.
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref first));
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, GroupSlots / 4)));
        }
        return ref first;
    }

    /// <summary>Has a group's tags and slots fetched, for who looks there later.</summary>
    public unsafe void FetchAll(int group)
    {
        // As in Fetch.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Tags(group)));
        Fetch(group);
    }

    /// <summary>Takes an empty slot for some key with this tag, unless somebody was first.</summary>
    // one step, as the claim in WordTable: litmus/stores/LostUpdate.litmus.
    public void TryClaim(int group, int slot, uint tag)
    {
        if (Interlocked.CompareExchange(ref Unsafe.Add(ref Tags(group), slot), tag, Empty) == Empty && slot == GroupSlots - 1)
            Interlocked.Increment(ref fullGroups);
    }

    internal struct Slot
    {
        public object? Key;
        public object? Value;
    }
}
