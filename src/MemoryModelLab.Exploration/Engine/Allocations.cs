using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// The objects that threads create, by thread and number: what a thread created before the run at hand, it is given again. So references
/// mean the same in all executions, and exploring does not allocate.
/// </summary>
internal sealed class Allocations
{
    private readonly List<List<object>> created = [];
    private List<object> own = [];
    private int next;

    /// <summary>A thread begins anew.</summary>
    public void Restart(int thread)
    {
        while (created.Count <= thread) created.Add([]);
        own = created[thread];
        next = 0;
    }

    /// <summary>The next object of the running thread; an array if <paramref name="length"/> is not negative, <paramref name="type"/> then being its elements'.</summary>
    public object Next(Type type, int length)
    {
        int index = next++;
        if (index < own.Count && IsSuch(own[index], type, length)) return own[index];
        object value = length < 0 ? RuntimeHelpers.GetUninitializedObject(type) : Array.CreateInstance(type, length);
        if (index < own.Count) own[index] = value;
        else own.Add(value);
        return value;
    }

    private static bool IsSuch(object value, Type type, int length) => length < 0
        ? value.GetType() == type
        : value is Array array && array.Length == length && value.GetType().GetElementType() == type;
}
