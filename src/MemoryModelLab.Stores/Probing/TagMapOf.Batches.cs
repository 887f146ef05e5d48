namespace MemoryModelLab.Stores.Probing;

internal sealed partial class TagMapOf<TKey, TValue, TKeys, TProbe>
{
    /// <summary>How many keys are hashed, and their groups fetched, before the first of them is looked up.</summary>
    private const int Ahead = 32;

    public override int TryGet(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        Span<uint> tags = stackalloc uint[Ahead];
        int count = 0;
        for (int first = 0; first < keys.Length; first += Ahead)
        {
            int length = Math.Min(Ahead, keys.Length - first);
            // Anew for each group of keys, so that a table that is migrated meanwhile is left behind, and time goes forward.
            TagTable root = Root;
            for (int i = 0; i < length; i++)
            {
                TKey key = keys[first + i];
                ArgumentNullException.ThrowIfNull(key, nameof(keys));
                tags[i] = TagTable.TagOf(Keys.Hash(key));
                root.FetchAll(root.Home(tags[i]));
            }
            for (int i = 0; i < length; i++)
            {
                object? box = Get(root, tags[i], keys[first + i]);
                found[first + i] = box is not null;
                values[first + i] = box is null ? default! : Box<TValue>.Unwrap(box);
                count += box is null ? 0 : 1;
            }
        }
        return count;
    }
}
