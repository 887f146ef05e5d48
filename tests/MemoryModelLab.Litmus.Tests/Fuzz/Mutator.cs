namespace MemoryModelLab.Litmus.Tests.Fuzz;

/// <summary>Damages texts, deterministically by seed: by characters and by tokens, and with pieces of other texts.</summary>
/// <param name="groups">The texts in groups, each of which is drawn from equally often.</param>
/// <param name="seed">The seed.</param>
internal sealed class Mutator(string[][] groups, int seed)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "(", ")", "[", "]", ";", ":", "|", ",", "=", "~", "/\\", "\\/", "=>", "!=", "(*", "*)", "\"", "%", "$", "#", "!", "&", "*", "-", "+", ".", "\n", "\0", "é", "\u2028",
        "P0", "P1:", "0:", "9999999999:", "-1", "0x", "0xFFFFFFFFFFFFFFFF", "99999999999999999999", "exists", "forall", "locations", "filter", "forbidden", "not", "true",
        "int", "int64_t", "ATOMIC_INIT(", "X0", "W30", "XZR", "SP", "%eax", "EAX", "lock", "LDR W0,[X1]", "STXR W0,W1,[X2]", "CAS W0,W1,[X2]", "DMB SY", "B.EQ L", ".-4", "LSL #63",
        "movl $1,(x)", "cmpxchgl %ebx,(x)", "jne L", "L:", "X86", "AArch64", "t[4096]", "t[2]={1,2}",
        "if (", "while (true)", "for (;;)", "goto L;", "static void P0(ref int x)", "Interlocked.Add(ref x, 1);", "lock (o) {", "int r0 =", "new object()", "=> x", "<T>", "#if", "/*", "//",
    ];

    private readonly Random random = new(seed);

    /// <summary>A damaged text.</summary>
    public string Next()
    {
        string text = Pick();
        int edits = 1 + random.Next(4);
        for (int i = 0; i < edits; i++) text = random.Next(3) == 0 ? EditCharacters(text) : EditTokens(text);
        return text;
    }

    private string Pick()
    {
        string[] group = groups[random.Next(groups.Length)];
        return group[random.Next(group.Length)];
    }

    private string EditCharacters(string text)
    {
        if (text.Length == 0) return text;
        int at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, ((char)random.Next(1, 300)).ToString()),
            2 => text[..at] + (char)(text[at] ^ (1 << random.Next(7))) + text[(at + 1)..],
            _ => text[..at],
        };
    }

    private string EditTokens(string text)
    {
        int at = random.Next(text.Length + 1);
        string token = Tokens[random.Next(Tokens.Length)];
        switch (random.Next(5))
        {
            case 0:
                return text.Insert(at, token);
            case 1:
                return text.Insert(at, string.Concat(Enumerable.Repeat(token + " ", 1 + random.Next(200))));
            case 2:
                int end = Math.Min(text.Length, at + random.Next(30));
                return text[..at] + token + text[end..];
            case 3:
                string other = Pick();
                int from = random.Next(other.Length + 1);
                return text.Insert(at, other.Substring(from, Math.Min(other.Length - from, random.Next(80))));
            default:
                int cut = Math.Min(text.Length - at, random.Next(40));
                return text.Insert(random.Next(text.Length + 1), text.Substring(at, cut));
        }
    }
}
