using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

public sealed class WordMapTests
{
    [Fact]
    public void BothProbesAgreeOnEveryLine()
    {
        var random = new Random(3);
        ulong[] words = [WordTable.Empty, WordTable.Closed, 7, 8, ulong.MaxValue];
        var line = new ulong[4];
        for (int i = 0; i < 2000; i++)
        {
            foreach (ref ulong word in line.AsSpan())
                word = words[random.Next(words.Length)];
            VectorProbe vector = VectorProbe.Load(ref line[0]);
            ScalarProbe scalar = ScalarProbe.Load(ref line[0]);
            ulong key = words[2 + random.Next(3)];
            uint expected = 0;
            for (int slot = 0; slot < line.Length; slot++)
                expected |= (line[slot] == key ? 1u : 0) << slot;
            Assert.Equal(expected, vector.Match(key));
            Assert.Equal(expected, scalar.Match(key));
            Assert.Equal(scalar.Ends(out uint closedInScalar), vector.Ends(out uint closedInVector));
            Assert.Equal(closedInScalar, closedInVector);
        }
    }

    [Fact]
    public unsafe void BothProbesFindAKeyInEitherLine()
    {
        ulong* lines = stackalloc ulong[2 * WordTable.LineWords];
        for (int slot = 0; slot < 2 * WordTable.LineWords; slot++)
        {
            new Span<ulong>(lines, 2 * WordTable.LineWords).Clear();
            lines[slot] = 7;
            bool isKey = slot % WordTable.LineWords < WordTable.SlotsPerLine;
            uint expected = isKey ? 1u << slot : 0;
            Assert.Equal(expected, VectorProbe.MatchPair(lines, WordTable.LineWords, 7));
            Assert.Equal(expected, ScalarProbe.MatchPair(lines, WordTable.LineWords, 7));
            uint alone = isKey && slot < WordTable.SlotsPerLine ? 1u << slot | 1u << (slot + WordTable.LineWords) : 0;
            Assert.Equal(alone, VectorProbe.MatchPair(lines, 0, 7));
            Assert.Equal(alone, ScalarProbe.MatchPair(lines, 0, 7));
        }
    }

    [Theory]
    [InlineData(WordTable.Empty)]
    [InlineData(WordTable.Closed)]
    public void AKeyWhoseWordIsTakenHasAPlaceOfItsOwn(ulong word)
    {
        var map = new WordMap<VectorProbe>(0);
        ulong key = WordTable.KeyOf(word);
        for (ulong other = 0; other < 10; other++)
            map.Set(other, other);
        Assert.False(map.TryGet(key, out _));
        map.Set(key, 1);
        map.Set(key, 2);
        // The store grows: its value moves along.
        for (ulong other = 0; other < 10_000; other++)
            map.Set(other, other);
        Assert.True(map.TryGet(key, out ulong value));
        Assert.Equal(2UL, value);
        Assert.Equal(10_001, map.Count);
        Assert.True(map.TryRemove(key, null, out value));
        Assert.Equal(2UL, value);
        Assert.False(map.TryGet(key, out _));
        Assert.Equal(10_000, map.Count);
    }

    [Fact]
    public void ScalarProbesAgreeWithADictionary() => Compare<ScalarProbe>();

    [Fact]
    public void VectorProbesAgreeWithADictionary() => Compare<VectorProbe>();

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    public void AValueThatMeetsAReservedWordMovesToAnotherSecret(ulong reserved)
    {
        const ulong Secret = 0x1234_5678_9ABC_DEF0;
        var map = new WordMap<VectorProbe>(0, Secret);
        map.Set(5, 50);
        ulong value = Secret ^ reserved;
        map.Set(6, value);
        Assert.True(map.TryGet(6, out ulong read));
        Assert.Equal(value, read);
        Assert.True(map.TryGet(5, out read));
        Assert.Equal(50UL, read);
        Assert.True(map.TryReplace(6, 60, value));
        Assert.True(map.TryAdd(7, value, out _));
        Assert.True(map.TryReplace(5, value, 50));
        Assert.Equal(3, map.Count);
    }

    [Fact]
    public void RemovedKeysDoNotMakeItGrow()
    {
        var map = new WordMap<VectorProbe>(0);
        for (ulong key = 0; key < 1_000_000; key++)
        {
            Assert.True(map.TryAdd(key, key, out _));
            if (key >= 100)
                Assert.True(map.TryRemove(key - 100, null, out _));
        }
        Assert.Equal(100, map.Count);
        Assert.InRange(map.Lines, WordTable.MinLines, 1024 / WordTable.SlotsPerLine);
    }

    private static void Compare<TProbe>()
        where TProbe : struct, ILineProbe<TProbe>
    {
        var random = new Random(4);
        var model = new Dictionary<ulong, ulong>();
        var map = new WordMap<TProbe>(0);
        for (int i = 0; i < 100_000; i++)
        {
            ulong key = (ulong)random.Next(3000);
            ulong value = (ulong)random.Next(5);
            bool present = model.TryGetValue(key, out ulong old);
            switch (random.Next(5))
            {
                case 0:
                    map.Set(key, value);
                    model[key] = value;
                    break;
                case 1:
                    Assert.Equal(model.TryAdd(key, value), map.TryAdd(key, value, out ulong there));
                    Assert.Equal(present ? old : value, there);
                    break;
                case 2:
                    Assert.Equal(present && old == 3, map.TryReplace(key, value, 3));
                    if (present && old == 3)
                        model[key] = value;
                    break;
                case 3:
                    Assert.Equal(model.Remove(key), map.TryRemove(key, null, out ulong gone));
                    Assert.Equal(old, gone);
                    break;
                default:
                    Assert.Equal(present, map.TryGet(key, out ulong read));
                    Assert.Equal(old, read);
                    break;
            }
        }
        Assert.Equal(model.Count, map.Count);
        IEnumerator<(ulong Key, ulong Value)> entries = map.Entries();
        while (entries.MoveNext())
            Assert.True(model.Remove(entries.Current.Key, out ulong value) && value == entries.Current.Value);
        Assert.Empty(model);
    }
}
