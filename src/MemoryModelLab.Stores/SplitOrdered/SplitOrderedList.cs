using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.SplitOrdered;

/// <summary>The list and its buckets; the algorithm is told in <see cref="SplitOrderedStore{TKey, TValue}"/>.</summary>
internal sealed class SplitOrderedList<TKey, TValue>
    where TKey : notnull
{
    private const int EntriesPerBucket = 2;
    private readonly IEqualityComparer<TKey> comparer;
    private readonly ulong multiplier;
    private readonly Node head = NewBucket(0);
    private readonly Buckets buckets;
    private readonly ThreadCells count = new();

    public SplitOrderedList(IEqualityComparer<TKey> comparer, ulong multiplier)
    {
        this.comparer = comparer;
        this.multiplier = multiplier;
        buckets = new Buckets(head);
    }

    public int Count => (int)Math.Clamp(count.Sum, 0, int.MaxValue);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        uint hash = Fold.Spread(comparer.GetHashCode(key), multiplier);
        uint order = Reverse(hash) | 1;
        // acquire, at each link and value: the next operation's loads after. Pairs with the writers' compare-and-swaps. Without it:
        // litmus/stores/TwoReads.litmus. The links' contents are ordered by the dependency (litmus/dotnet/Publish.litmus).
        for (Node? node = Volatile.Read(ref BucketOf(hash).Next); node is not null; node = Volatile.Read(ref node.Next))
        {
            // A mark has order 0 and leads on to what follows the dead entry.
            if (node.Order > order)
                break;
            if (node.Order == order && Volatile.Read(ref node.Value) is { } box && comparer.Equals(((Entry<TKey>)node).Key, key))
            {
                value = Box<TValue>.Unwrap(box);
                return true;
            }
        }
        // fence: as WordTable.Find, for the answer "absent".
        Volatile.ReadBarrier();
        value = default;
        return false;
    }

    /// <summary>Adds the key, or, when <paramref name="replace"/>, gives it the value; else returns the box it has.</summary>
    public bool TryPut(TKey key, object box, bool replace, [NotNullWhen(false)] out object? present)
    {
        uint hash = Fold.Spread(comparer.GetHashCode(key), multiplier);
        uint order = Reverse(hash) | 1;
        Entry<TKey>? made = null;
        while (true)
        {
            if (Find(BucketOf(hash), order, key, out Node before, out Node? after))
            {
                present = Volatile.Read(ref after!.Value);
                // full fence, and fails where another writer or a removal was first: litmus/stores/LostUpdate.litmus.
                if (present is not null && (!replace || ReferenceEquals(Interlocked.CompareExchange(ref after.Value, box, present), present)))
                    return replace;
                continue;
            }
            made ??= new Entry<TKey>(order, key, box);
            // plain: nobody sees it before the swap, which releases it.
            made.Next = after;
            if (!TryLink(before, after, made))
                continue;
            if (count.Add(1) % 16 == 0 && count.Sum > (long)buckets.Count * EntriesPerBucket)
                buckets.Double(buckets.Count);
            present = null;
            return true;
        }
    }

    /// <summary>Replaces the value, or removes the entry where <paramref name="box"/> is null; only where the value equals, if asked.</summary>
    public bool TryReplace(TKey key, object? box, bool hasComparison, TValue comparison, [MaybeNullWhen(false)] out TValue old)
    {
        uint hash = Fold.Spread(comparer.GetHashCode(key), multiplier);
        uint order = Reverse(hash) | 1;
        while (Find(BucketOf(hash), order, key, out Node before, out Node? node))
        {
            object? present = Volatile.Read(ref node!.Value);
            if (present is null)
                continue;
            old = Box<TValue>.Unwrap(present);
            if (hasComparison && !EqualityComparer<TValue>.Default.Equals(old, comparison))
                return false;
            if (!ReferenceEquals(Interlocked.CompareExchange(ref node.Value, box, present), present))
                continue;
            if (box is null)
            {
                count.Add(-1);
                TryLink(before, node, MarkOf(node).Next);
            }
            return true;
        }
        old = default;
        return false;
    }

    /// <summary>The entries in the order of the list. Keys with one hash stand together, and are compared, for one may come back behind
    /// where it was.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> Entries()
    {
        var shown = new List<TKey>();
        uint order = 0;
        for (Node? node = head; node is not null; node = Volatile.Read(ref node.Next))
        {
            if (node is not Entry<TKey> entry || Volatile.Read(ref entry.Value) is not { } box)
                continue;
            if (entry.Order != order)
                shown.Clear();
            order = entry.Order;
            if (shown.Contains(entry.Key, comparer))
                continue;
            shown.Add(entry.Key);
            yield return KeyValuePair.Create(entry.Key, Box<TValue>.Unwrap(box));
        }
    }

    private static Node NewBucket(uint order)
    {
        var bucket = new Node(order, null);
        bucket.Value = bucket;
        return bucket;
    }

    private static uint Reverse(uint bits)
    {
        bits = (bits >> 1 & 0x5555_5555) | (bits & 0x5555_5555) << 1;
        bits = (bits >> 2 & 0x3333_3333) | (bits & 0x3333_3333) << 2;
        bits = (bits >> 4 & 0x0F0F_0F0F) | (bits & 0x0F0F_0F0F) << 4;
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits);
    }

    // full fence: releases what is linked, and keeps it before the thread's next reads; fails where anything was linked in between, or
    // before died, which put a mark there. A test and a store would drop what came in between: litmus/stores/LostUpdate.litmus.
    private static bool TryLink(Node before, Node? after, Node? next) =>
        ReferenceEquals(Interlocked.CompareExchange(ref before.Next, next, after), after);

    /// <summary>The mark behind a dead entry, put there when it is missing.</summary>
    private static Mark MarkOf(Node dead)
    {
        while (true)
        {
            Node? next = Volatile.Read(ref dead.Next);
            if (next is Mark mark)
                return mark;
            var made = new Mark(next);
            if (TryLink(dead, next, made))
                return made;
        }
    }

    /// <summary>The entry of the key; or, when there is none, the two links between which it belongs. Unlinks dead entries on its way.</summary>
    private bool Find(Node bucket, uint order, TKey key, out Node before, out Node? node)
    {
        while (true)
        {
            before = bucket;
            node = Volatile.Read(ref bucket.Next);
            bool restart = false;
            while (node is not null && node.Order <= order && !restart)
            {
                if (Volatile.Read(ref node.Value) is null)
                {
                    Node? next = MarkOf(node).Next;
                    restart = !TryLink(before, node, next);
                    node = next;
                }
                else if (node.Order == order && ((order & 1) == 0 || comparer.Equals(((Entry<TKey>)node).Key, key)))
                {
                    return true;
                }
                else
                {
                    before = node;
                    node = Volatile.Read(ref node.Next);
                    // before died after it was looked at: what follows its mark may change without it.
                    restart = node is Mark;
                }
            }
            if (!restart)
                return false;
        }
    }

    private Node BucketOf(uint hash)
    {
        int bucket = (int)(hash & (uint)(buckets.Count - 1));
        return Volatile.Read(ref buckets.Place(bucket)) ?? Open(bucket);
    }

    /// <summary>Links the first link of a bucket into the list, behind that of the bucket it was a part of.</summary>
    private Node Open(int bucket)
    {
        ref Node? place = ref buckets.Place(bucket);
        int parent = bucket & ~(1 << BitOperations.Log2((uint)bucket));
        Node start = Volatile.Read(ref buckets.Place(parent)) ?? Open(parent);
        Node made = NewBucket(Reverse((uint)bucket));
        while (true)
        {
            if (Find(start, made.Order, default!, out Node before, out Node? after))
            {
                made = after!;
                break;
            }
            made.Next = after;
            if (TryLink(before, after, made))
                break;
        }
        // release: the bucket, after it was linked. Whoever misses it finds the same one in the list.
        Volatile.Write(ref place, made);
        return made;
    }
}
