using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Stores;

/// <summary>The conditional operations of a store on a plain dictionary, which the caller protects.</summary>
internal static class DictionaryOperations
{
    public static bool Update<TKey, TValue>(this Dictionary<TKey, TValue> entries, TKey key, TValue newValue, TValue comparisonValue)
        where TKey : notnull
    {
        ref TValue place = ref CollectionsMarshal.GetValueRefOrNullRef(entries, key);
        if (Unsafe.IsNullRef(ref place) || !EqualityComparer<TValue>.Default.Equals(place, comparisonValue))
            return false;
        place = newValue;
        return true;
    }

    public static bool Remove<TKey, TValue>(this Dictionary<TKey, TValue> entries, KeyValuePair<TKey, TValue> item)
        where TKey : notnull =>
        entries.TryGetValue(item.Key, out TValue? present)
        && EqualityComparer<TValue>.Default.Equals(present, item.Value)
        && entries.Remove(item.Key);
}
