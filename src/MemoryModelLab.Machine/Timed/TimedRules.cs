using MemoryModelLab.Machine.Coherence;

namespace MemoryModelLab.Machine.Timed;

/// <summary>A bus protocol's table as the timed machine reads it: arrays of small numbers.</summary>
internal sealed class TimedRules
{
    public const int Load = 0, Store = 1;

    private readonly int states;
    private readonly int[] transaction;
    private readonly byte[] next;
    private readonly byte[] nextAlone;
    private readonly byte[] snooped;
    private readonly bool[] supplies;
    private readonly bool[] writesBack;

    public TimedRules(ProtocolTable table)
    {
        BusTable.Check(table);
        states = table.States.Count;
        (transaction, next, nextAlone) = (new int[2 * states], new byte[2 * states], new byte[2 * states]);
        (snooped, supplies) = (new byte[table.Events.Count * states], new bool[table.Events.Count * states]);
        int evict = table.Event("evict");
        writesBack = [.. table.States.Select((_, state) => table[state, evict]?.Does("wb") == true)];
        for (int state = 0; state < states; state++)
        {
            for (int wish = Load; wish <= Store; wish++)
            {
                Rule rule = table[state, table.Event(wish == Load ? "load" : "store")]!;
                transaction[(wish * states) + state] = rule.Actions is [string name, ..] ? table.Event(name) : -1;
                (next[(wish * states) + state], nextAlone[(wish * states) + state]) = ((byte)rule.Next, (byte)rule.Alone);
            }

            for (int seen = 0; seen < table.Events.Count; seen++)
            {
                if (table[state, seen] is not { } rule) continue;
                snooped[(seen * states) + state] = (byte)rule.Next;
                supplies[(seen * states) + state] = rule.Does("flush") || rule.Does("supply");
            }
        }
    }

    /// <summary>The number of states, that of an absent line included.</summary>
    public int States => states;

    /// <summary>The transaction a wish needs; -1 for none.</summary>
    public int Transaction(int wish, int state) => transaction[(wish * states) + state];

    /// <summary>The state after it.</summary>
    public byte Next(int wish, int state, bool isShared) => (isShared ? next : nextAlone)[(wish * states) + state];

    /// <summary>The state of one that sees it.</summary>
    public byte Snooped(int seen, int state) => snooped[(seen * states) + state];

    /// <summary>Whether one that sees it gives the line.</summary>
    public bool Supplies(int seen, int state) => supplies[(seen * states) + state];

    /// <summary>Whether a line that leaves goes to memory.</summary>
    public bool WritesBack(int state) => writesBack[state];
}
