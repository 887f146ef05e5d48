namespace MemoryModelLab.Cli.Inputs;

/// <summary>Finds what a mistyped word was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean 'x'?</c>, or nothing when no word is near.</summary>
    public static string For(string typed, IEnumerable<string> words)
    {
        (int distance, string? word) = (Math.Min(3, (typed.Length + 2) / 3) + 1, null);
        foreach (string candidate in words)
        {
            if (Distance(typed, candidate) is var d && d < distance) (distance, word) = (d, candidate);
        }

        return word is null ? "" : $"; did you mean '{word}'?";
    }

    /// <summary>Levenshtein's distance, upper and lower case being the same.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                bool same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                int cost = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[^1];
    }
}
