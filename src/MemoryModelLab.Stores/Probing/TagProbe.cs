using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>The sixteen tags of a group (one line of the cache), read once; then asked for a tag, with a bit for each slot.</summary>
/// <remarks>plain, and each tag once: as <see cref="ILineProbe{TSelf}"/>, for a tag goes from empty to a tag or to closed. The tags may be of
/// sixteen moments: of those behind an empty one nothing may be concluded but that they are there.</remarks>
internal interface ITagProbe<TSelf>
    where TSelf : struct, ITagProbe<TSelf>
{
    static abstract TSelf Load(ref uint group);

    uint Match(uint tag);
}

internal readonly struct TagProbe512(Vector512<uint> tags) : ITagProbe<TagProbe512>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TagProbe512 Load(ref uint group) => new(Vector512.LoadUnsafe(ref group));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Match(uint tag) => (uint)Vector512.Equals(tags, Vector512.Create(tag)).ExtractMostSignificantBits();
}

internal readonly struct TagProbe256(Vector256<uint> low, Vector256<uint> high) : ITagProbe<TagProbe256>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TagProbe256 Load(ref uint group) => new(Vector256.LoadUnsafe(ref group), Vector256.LoadUnsafe(ref group, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Match(uint tag)
    {
        Vector256<uint> wanted = Vector256.Create(tag);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 8;
    }
}

internal readonly struct TagProbe128(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d) : ITagProbe<TagProbe128>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TagProbe128 Load(ref uint group) => new(
        Vector128.LoadUnsafe(ref group), Vector128.LoadUnsafe(ref group, 4), Vector128.LoadUnsafe(ref group, 8), Vector128.LoadUnsafe(ref group, 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Match(uint tag)
    {
        Vector128<uint> wanted = Vector128.Create(tag);
        return Vector128.Equals(a, wanted).ExtractMostSignificantBits()
            | Vector128.Equals(b, wanted).ExtractMostSignificantBits() << 4
            | Vector128.Equals(c, wanted).ExtractMostSignificantBits() << 8
            | Vector128.Equals(d, wanted).ExtractMostSignificantBits() << 12;
    }
}

/// <summary>Tag by tag, for processors without vectors.</summary>
internal readonly struct TagProbeScalar : ITagProbe<TagProbeScalar>
{
    private readonly Tags tags;

    private TagProbeScalar(Tags tags) => this.tags = tags;

    public static TagProbeScalar Load(ref uint group)
    {
        var tags = default(Tags);
        for (int i = 0; i < TagTable.GroupSlots; i++)
            tags[i] = Volatile.Read(ref Unsafe.Add(ref group, i));
        return new TagProbeScalar(tags);
    }

    public uint Match(uint tag)
    {
        uint match = 0;
        for (int i = 0; i < TagTable.GroupSlots; i++)
            match |= (tags[i] == tag ? 1u : 0) << i;
        return match;
    }

    [InlineArray(TagTable.GroupSlots)]
    private struct Tags
    {
        private uint first;
    }
}
