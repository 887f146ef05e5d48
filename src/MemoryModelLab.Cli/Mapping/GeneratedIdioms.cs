using System.Globalization;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>
/// What cycles of accesses do not say: objects that are published, in every way and with a plain write somewhere around it, read in every way,
/// directly or handed on by a third thread; and the shapes of two threads with every access under one lock, another lock, or none.
/// </summary>
internal static class GeneratedIdioms
{
    private static readonly (string Name, string Code)[] Publications =
    [
        ("plain", "o = b;"), ("volatile", "Volatile.Write(ref o, b);"), ("exchange", "Interlocked.Exchange(ref o, b);"),
        ("cas", "Interlocked.CompareExchange(ref o, b, null);"), ("writebarrier", "Volatile.WriteBarrier(); o = b;"),
        ("membar", "Interlocked.MemoryBarrier(); o = b;"), ("lock", "lock (g) { o = b; }"),
    ];

    private static readonly (string Name, string Code)[] Readings =
    [
        ("plain", "Box c = o;"), ("volatile", "Box c = Volatile.Read(ref o);"), ("cas", "Box c = Interlocked.CompareExchange(ref o, null, null);"),
        ("readbarrier", "Box c = o; Volatile.ReadBarrier();"), ("lock", "Box c = null; lock (g) { c = o; }"),
    ];

    // The accesses of each thread: the location, and the value that is written or the register that is read into.
    private static readonly (string Name, string[] Accesses, string Condition)[] Shapes =
    [
        ("MP", ["x = 1;", "y = 1;", "r0 = y;", "r1 = x;"], "1:r0=1 /\\ 1:r1=0"),
        ("SB", ["x = 1;", "r0 = y;", "y = 1;", "r0 = x;"], "0:r0=0 /\\ 1:r0=0"),
        ("LB", ["r0 = x;", "y = 1;", "r0 = y;", "x = 1;"], "0:r0=1 /\\ 1:r0=1"),
        ("S", ["x = 2;", "y = 1;", "r0 = y;", "x = 1;"], "1:r0=1 /\\ x=2"),
        ("R", ["x = 1;", "y = 1;", "y = 2;", "r0 = x;"], "y=2 /\\ 1:r0=0"),
        ("2+2W", ["x = 2;", "y = 1;", "y = 2;", "x = 1;"], "x=2 /\\ y=2"),
    ];

    /// <summary>All of them: names and texts.</summary>
    public static IEnumerable<(string Name, string Text)> All() => Published().Concat(Locked());

    private static IEnumerable<(string Name, string Text)> Published()
    {
        foreach ((string publication, string publish) in Publications)
        {
            foreach ((string reading, string read) in Readings)
            {
                foreach (bool relayed in (bool[])[false, true])
                {
                    for (int place = 0; place < 3; place++)
                    {
                        string[] writes = ["b.Value = 1;", publish];
                        string writer = string.Join(' ', writes[..place].Append("x = 1;").Concat(writes[place..]));
                        string name = string.Create(CultureInfo.InvariantCulture, $"Publish+{publication}+{reading}+x{place}{(relayed ? "+relayed" : "")}");
                        string relay = relayed ? $"static void P1(ref Box o, ref Box p, ref object g) {{ {read} p = c; }}\n" : "";
                        string reader = relayed
                            ? "static void P2(ref Box p, ref int x) { Box d = p; int r0 = -1; if (d != null) r0 = d.Value; int r1 = x; }"
                            : $"static void P1(ref Box o, ref int x, ref object g) {{ {read} int r0 = -1; if (c != null) r0 = c.Value; int r1 = x; }}";
                        int last = relayed ? 2 : 1;
                        yield return (name, string.Create(
                            CultureInfo.InvariantCulture,
                            $$"""
                            CSharp {{name}}
                            { x = 0; }
                            class Box { public int Value; }
                            static void P0(ref Box o, ref int x, ref object g) { Box b = new Box(); {{writer}} }
                            {{relay}}{{reader}}
                            exists ({{last}}:r0=0 /\ {{last}}:r1=0)
                            """));
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Text)> Locked()
    {
        string[] locks = ["", "g", "h"];
        foreach ((string shape, string[] accesses, string condition) in Shapes)
        {
            for (int choice = 1; choice < 81; choice++)
            {
                int[] chosen = [choice / 27, choice / 9 % 3, choice / 3 % 3, choice % 3];
                if (chosen.First(l => l > 0) == 2) continue; // the same test with the locks' names changed
                string name = $"{shape}+locks-{string.Concat(chosen.Select(l => l == 0 ? "p" : locks[l]))}";
                string[] code = [.. accesses.Select((access, i) => chosen[i] == 0 ? access : $"lock ({locks[chosen[i]]}) {{ {access} }}")];
                yield return (name, $$"""
                    CSharp {{name}}
                    { x = 0; y = 0; }
                    static void P0(ref int x, ref int y, ref object g, ref object h) { {{Locals(accesses[..2])}}{{code[0]}} {{code[1]}} }
                    static void P1(ref int x, ref int y, ref object g, ref object h) { {{Locals(accesses[2..])}}{{code[2]}} {{code[3]}} }
                    exists ({{condition}})
                    """);
            }
        }
    }

    private static string Locals(string[] accesses) =>
        string.Concat(((string[])["r0", "r1"]).Where(name => Array.Exists(accesses, access => access.StartsWith(name, StringComparison.Ordinal))).Select(name => $"int {name} = 0; "));
}
