using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

public sealed class TagProbeTests
{
    [Fact]
    public void Of512Bits() => Check<TagProbe512>();

    [Fact]
    public void Of256Bits() => Check<TagProbe256>();

    [Fact]
    public void Of128Bits() => Check<TagProbe128>();

    [Fact]
    public void Scalar() => Check<TagProbeScalar>();

    private static void Check<TProbe>()
        where TProbe : struct, ITagProbe<TProbe>
    {
        var random = new Random(5);
        var group = new uint[TagTable.GroupSlots];
        for (int i = 0; i < 1000; i++)
        {
            uint expected = 0;
            for (int slot = 0; slot < group.Length; slot++)
            {
                group[slot] = (uint)random.Next(4) - 1;
                expected |= (group[slot] == 2 ? 1u : 0) << slot;
            }
            Assert.Equal(expected, TProbe.Load(ref group[0]).Match(2));
        }
    }
}
