using System.Text;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Stores;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Rewritten code, outside an exploration, does what the original does.</summary>
public class PassThroughTests
{
    public static TheoryData<string> Kinds => [.. StoreKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StoresAnswerAsBefore(string kind)
    {
        using var program = new InstrumentedProgram(typeof(PassThroughTests).Assembly.Location);
        foreach (string name in new[] { nameof(Words), nameof(Texts), nameof(Wides) })
        {
            var original = typeof(PassThroughTests).GetMethod(name)!;
            string expected = (string)original.Invoke(null, [kind])!;
            Assert.Equal(expected, (string)program.Find(original).Invoke(null, [kind])!);
        }
    }

    [Fact]
    public void ArraysThatArePinnedStayWhereTheyAre()
    {
        using var program = new InstrumentedProgram(typeof(PassThroughTests).Assembly.Location);
        Assert.True((bool)program.Find(typeof(PassThroughTests).GetMethod(nameof(StaysInPlace))!).Invoke(null, null)!);
    }

    // Only arrays that are pinned are born in the oldest generation.
    public static bool StaysInPlace() => GC.GetGeneration(GC.AllocateArray<int>(10, pinned: true)) == GC.MaxGeneration;

    public static string Words(string kind) => Transcript(StoreKind.Find(kind)!.Create<long, long>(), i => i * 7919L % 97, i => i);

    public static string Texts(string kind) =>
        Transcript(StoreKind.Find(kind)!.Create<string, string>(StringComparer.OrdinalIgnoreCase), i => $"k{i * 31 % 53}", i => $"v{i}");

    public static string Wides(string kind) => Transcript(StoreKind.Find(kind)!.Create<int, Wide>(), i => i * 13 % 61, i => Wide.Encode(i));

    private static string Transcript<TKey, TValue>(KeyValueStore<TKey, TValue> store, Func<int, TKey> key, Func<int, TValue> value)
        where TKey : notnull
    {
        var text = new StringBuilder();
        for (int i = 0; i < 600; i++)
        {
            TKey k = key(i);
            switch (i * 5 % 7)
            {
                case 0: store[k] = value(i); break;
                case 1: text.Append(store.TryAdd(k, value(i))); break;
                case 2: text.Append(store.TryRemove(k, out TValue? removed)).Append(removed); break;
                case 3: text.Append(store.TryUpdate(k, value(i), store.GetOrAdd(k, value(i - 1)))); break;
                case 4: text.Append(store.AddOrUpdate(k, value(i), (_, old) => old)); break;
                case 5: text.Append(store.GetOrAdd(k, _ => value(i))); break;
                default: text.Append(store.TryGetValue(k, out TValue? found)).Append(found); break;
            }
            if (i % 100 == 99)
                text.Append(store.Count).AppendLine(string.Join(",", store.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)));
            if (i == 450)
                store.Clear();
        }
        try
        {
            text.Append(store[key(int.MaxValue / 31)]);
        }
        catch (KeyNotFoundException missing)
        {
            text.Append(missing.Message);
        }
        return text.ToString();
    }
}
