namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>The places inside collections.</summary>
[StandsFor(typeof(System.Runtime.InteropServices.CollectionsMarshal))]
public static class CollectionsMarshal
{
    /// <summary>The place of a key's value, or no place.</summary>
    public static ref TValue GetValueRefOrNullRef<TKey, TValue>(Dictionary<TKey, TValue> dictionary, TKey key)
        where TKey : notnull => ref dictionary.PlaceOf(key);
}
