using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

public sealed class StringKeysTests
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

    [Fact]
    public void StringsAreTheSameExactlyWhenAllCharactersAre()
    {
        var keys = new StringKeys();
        for (int length = 0; length < 70; length++)
        {
            string text = new('a', length);
            Assert.True(keys.Same(new string('a', length), text));
            Assert.False(keys.Same(text + "a", text));
            Assert.False(keys.Same(text, text + "a"));
            for (int i = 0; i < length; i++)
                Assert.False(keys.Same($"{text[..i]}b{text[(i + 1)..]}", text));
        }
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(7, 23)]
    [InlineData(8, 9)]
    public void TwoCharactersOfALongKeyMakeAsManyHashesAsKeys(int first, int second)
    {
        var keys = new StringKeys();
        var hashes = new HashSet<uint>();
        char[] text = "sixteen and eight more..".ToCharArray();
        for (int pair = 0; pair < 1 << 14; pair++)
        {
            text[first] = (char)(pair & 127);
            text[second] = (char)(pair >> 7);
            hashes.Add(keys.Hash(new string(text)));
        }
        // Of 2^14 hashes of 32 bits, 0.03 pairs are expected to be the same; were blocks added up before they are mixed, thousands.
        Assert.InRange(hashes.Count, (1 << 14) - 8, 1 << 14);
    }
}
