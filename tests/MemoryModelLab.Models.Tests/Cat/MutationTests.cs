using System.Text.RegularExpressions;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Tests.Cat;

/// <summary>Mutated models end in success or in a located error, whatever was cut, doubled, swapped or overwritten.</summary>
public partial class MutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutated_models_end_in_success_or_a_located_error(int seed)
    {
        var random = new Random(seed);
        string[] models = [.. Models()];
        Assert.NotEmpty(models);
        for (int i = 0; i < 300; i++)
        {
            string text = Mutate(models[random.Next(models.Length)], random);
            try
            {
                MemoryModel.FromText("t.cat", text).Compile((Architecture)random.Next(5));
            }
            catch (LitmusException e)
            {
                Assert.InRange(e.Position.Line, 1, text.Count(c => c == '\n') + 200);
                Assert.NotEmpty(e.Problem);
            }
        }
    }

    private static IEnumerable<string> Models()
    {
        foreach (string name in typeof(MemoryModel).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".cat", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(typeof(MemoryModel).Assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    private static string Mutate(string text, Random random)
    {
        List<string> words = [.. WordBreak().Split(text), "end"];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(words.Count), from = random.Next(words.Count);
            switch (random.Next(5))
            {
                case 0:
                    words[at] = "";
                    break;
                case 1:
                    words.Insert(at, words[from]);
                    break;
                case 2:
                    (words[at], words[from]) = (words[from], words[at]);
                    break;
                case 3:
                    words.InsertRange(at, words.GetRange(from, Math.Min(random.Next(60), words.Count - from)));
                    break;
                default:
                    words[at] = ((char)random.Next(1, 200)).ToString();
                    break;
            }
        }

        return string.Concat(words);
    }

    [GeneratedRegex(@"\b")]
    private static partial Regex WordBreak();
}
