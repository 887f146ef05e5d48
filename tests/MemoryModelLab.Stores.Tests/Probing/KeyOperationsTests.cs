using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

public sealed class KeyOperationsTests
{
    [Fact]
    public void HashesOfStringsTellEveryCharacterAndLengthApart()
    {
        var keys = new StringKeys();
        for (int length = 0; length < 70; length++)
        {
            string text = new('a', length);
            uint hash = keys.Hash(text);
            Assert.Equal(hash, keys.Hash(new string('a', length)));
            Assert.NotEqual(hash, keys.Hash(text + "a"));
            for (int i = 0; i < length; i++)
                Assert.NotEqual(hash, keys.Hash($"{text[..i]}b{text[(i + 1)..]}"));
        }
    }

    [Fact]
    public void StoresDoNotShareTheirHashes() =>
        Assert.NotEqual(new StringKeys().Hash("the same key"), new StringKeys().Hash("the same key"));

    [Fact]
    public void SimilarKeysSpreadOverTheHighBits()
    {
        var keys = new StringKeys();
        var buckets = new int[256];
        for (int i = 0; i < 256 * 64; i++)
            buckets[keys.Hash($"user:{i:D8}") >> 24]++;
        // 64 expected; by chance alone a bucket is outside of 64 ± 48 less than once in 10^7 runs.
        Assert.All(buckets, count => Assert.InRange(count, 16, 112));
    }
}
