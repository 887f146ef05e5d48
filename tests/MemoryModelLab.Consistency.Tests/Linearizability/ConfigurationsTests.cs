using MemoryModelLab.Consistency.Linearizability;

namespace MemoryModelLab.Consistency.Tests.Linearizability;

public class ConfigurationsTests
{
    [Fact]
    public void Holds_each_once_however_many_there_are()
    {
        const int Count = 100_000;
        var configurations = new Configurations();
        for (uint i = 0; i < Count; i++) Assert.True(configurations.Add(Signature.Of(i) ^ Signature.Of(i + 1)));
        for (uint i = 0; i < Count; i++) Assert.False(configurations.Add(Signature.Of(i) ^ Signature.Of(i + 1)));
        Assert.Equal(Count, configurations.Count);
    }
}
