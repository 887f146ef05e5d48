using System.Runtime.InteropServices;

namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>A state of a run; never changed once it is made.</summary>
/// <param name="memory">All numbers: of the sites, of the clients' tokens, of the clients' progress.</param>
/// <param name="messages">The messages under way, sorted.</param>
/// <param name="sequence">What the clients saw.</param>
/// <param name="duplicated">How many messages were delivered and yet kept.</param>
internal sealed class RunState(int[] memory, Message[] messages, EventSequence sequence, int duplicated)
{
    private const ulong First = 0x9E37_79B9_7F4A_7C15, Second = 0xC2B2_AE3D_27D4_EB4F;

    public int[] Memory { get; } = memory;

    public Message[] Messages { get; } = messages;

    public EventSequence Sequence { get; } = sequence;

    public int Duplicated { get; } = duplicated;

    /// <summary>The state without what the clients saw.</summary>
    public RunState Forget() => new(Memory, Messages, default, Duplicated);

    /// <summary>Orders messages, to make equal sets equal sequences.</summary>
    public static int Compare(Message a, Message b) =>
        MemoryMarshal.Cast<Message, int>(new ReadOnlySpan<Message>(in a)).SequenceCompareTo(MemoryMarshal.Cast<Message, int>(new ReadOnlySpan<Message>(in b)));

    /// <summary>128 bits of everything.</summary>
    public UInt128 Fingerprint()
    {
        (ulong a, ulong b) = ((ulong)Sequence.Events ^ (ulong)Sequence.Count, (ulong)(Sequence.Events >> 64) ^ ((ulong)Duplicated << 32));
        (a, b) = (Mix(a, First), Mix(b, Second));
        Add(Memory, ref a, ref b);
        Add(MemoryMarshal.Cast<Message, int>(Messages), ref a, ref b);
        return new UInt128(Mix(a ^ (b >> 32), Second), Mix(b ^ (a >> 32), First));
    }

    private static void Add(ReadOnlySpan<int> numbers, ref ulong a, ref ulong b)
    {
        foreach (int number in numbers)
        {
            a = (ulong.RotateLeft(a, 23) ^ (uint)number) * First;
            b = (ulong.RotateLeft(b, 29) + (uint)number + 1) * Second;
        }
    }

    private static ulong Mix(ulong value, ulong by)
    {
        value = (value ^ (value >> 31)) * by;
        return value ^ (value >> 29);
    }
}
