using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>Something that can be read and assigned: a local, a location, or a field of an object.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Base">A local's register, a location's address, or the reference to the object.</param>
/// <param name="Offset">The field's distance from the object's start; 0 when this is no field.</param>
/// <param name="Tags">What an access by a plain expression is tagged.</param>
/// <param name="IsLocal">Whether this is a local, whose accesses are no events.</param>
internal readonly record struct Place(CSharpType Type, Operand Base, long Offset, EventTags Tags, bool IsLocal)
{
    /// <summary>The local in <paramref name="register"/>.</summary>
    public static Place Local(CSharpType type, int register) => new(type, Operand.Reg(register), 0, EventTags.None, IsLocal: true);

    /// <summary>The location at <paramref name="address"/>.</summary>
    public static Place Location(CSharpType type, Operand address, bool isVolatile = false) =>
        new(type, address, 0, Holding(type) | (isVolatile ? EventTags.Volatile : EventTags.None), IsLocal: false);

    /// <summary>A field of the object that <paramref name="reference"/> refers to.</summary>
    public static Place Field(CSharpType type, Operand reference, long offset, bool isVolatile) =>
        new(type, reference, offset, Holding(type) | EventTags.ObjectField | (isVolatile ? EventTags.Volatile : EventTags.None), IsLocal: false);

    /// <summary>The part of <see cref="Tags"/> that every access to this memory has, however it is written.</summary>
    public EventTags MemoryTags => Tags & (EventTags.ObjectField | EventTags.Reference);

    private static EventTags Holding(CSharpType type) => type.IsReference ? EventTags.Reference : EventTags.None;
}
