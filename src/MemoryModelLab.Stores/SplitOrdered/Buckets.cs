using System.Numerics;

namespace MemoryModelLab.Stores.SplitOrdered;

/// <summary>
/// The first links of the buckets, by number, in segments that double: nothing is ever copied when the table grows.
/// </summary>
internal sealed class Buckets
{
    public const int MaxCount = 1 << 30;
    private const int FirstCount = 8;
    private readonly Node?[]?[] segments = new Node?[]?[BitOperations.Log2(MaxCount / FirstCount) + 1];
    private int count = FirstCount;

    public Buckets(Node head) => Place(0) = head;

    // plain would do: an old count leads to a bucket that is still there, only further from the entry.
    public int Count => Volatile.Read(ref count);

    /// <summary>Where the first link of a bucket is kept, null while nobody has asked for it.</summary>
    public ref Node? Place(int bucket)
    {
        int number = bucket < FirstCount ? 0 : BitOperations.Log2((uint)bucket / FirstCount) + 1;
        int first = number == 0 ? 0 : FirstCount << (number - 1);
        ref Node?[]? place = ref segments[number];
        Node?[]? segment = Volatile.Read(ref place);
        if (segment is null)
        {
            // one step: all threads use one segment. It is empty when it is published (litmus/dotnet/PublishArray.litmus).
            var made = new Node?[number == 0 ? FirstCount : first];
            segment = Interlocked.CompareExchange(ref place, made, null) ?? made;
        }
        return ref segment[bucket - first];
    }

    // one step: two threads that find it too small double it once.
    public void Double(int count)
    {
        if (count < MaxCount)
            Interlocked.CompareExchange(ref this.count, count * 2, count);
    }
}
