using System.Numerics;

namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// Which caches have a line in which state: for each line and state a set of cores, a bit each. A transaction changes a state's whole set at once, and sharers
/// that it leaves as they are cost nothing, as a directory tells them nothing.
/// </summary>
internal sealed class LineHolders
{
    private readonly TimedRules rules;
    private readonly int states; // but that of an absent line
    private readonly int words;
    private readonly ulong[] sets; // the words of a line, each for all states one after another
    private readonly (int Count, int Newest)[] holders; // who came to a state last: where one alone is to be told, most often that one

    public LineHolders(TimedRules rules, int lines, int cores)
    {
        (this.rules, states, words) = (rules, rules.States - 1, (cores + 63) / 64);
        sets = new ulong[lines * states * words];
        holders = new (int, int)[lines * states];
    }

    /// <summary>The state in which a core has a line; 0 for not at all.</summary>
    public int StateOf(int line, int core)
    {
        ReadOnlySpan<ulong> there = Word(line, core >> 6);
        for (int i = 0; i < there.Length; i++)
        {
            if ((there[i] >> core & 1) != 0) return i + 1;
        }

        return 0;
    }

    /// <summary>A core's state changes.</summary>
    public void Change(int line, int core, int from, int to)
    {
        Span<ulong> there = Word(line, core >> 6);
        if (from != 0)
        {
            there[from - 1] &= ~(1UL << core);
            Holders(line, from).Count--;
        }

        if (to == 0) return;
        there[to - 1] |= 1UL << core;
        ref (int Count, int Newest) holding = ref Holders(line, to);
        holding = (holding.Count + 1, core);
    }

    /// <summary>All others that have the line see a transaction.</summary>
    /// <param name="line">The line.</param>
    /// <param name="requester">Who does it.</param>
    /// <param name="own">The state in which the requester has the line.</param>
    /// <param name="seen">The transaction's event.</param>
    public SnoopResult Snoop(int line, int requester, int own, int seen)
    {
        bool isShared = false, isSupplied = false;
        int told = 0, last = 0, lost = 0;
        for (int state = 1; state <= states; state++)
        {
            int others = Holders(line, state).Count - (state == own ? 1 : 0), next = rules.Snooped(seen, state);
            if (others == 0) continue;
            isShared = true;
            isSupplied |= rules.Supplies(seen, state);
            if (next == state) continue;
            told += others;
            last = state;
            if (next == 0) lost += others;
        }

        if (told == 1 && Holders(line, last).Newest is int only && only != requester && StateOf(line, only) == last) Change(line, only, last, rules.Snooped(seen, last));
        else if (told > 0) Move(line, requester, seen);
        return new SnoopResult(isShared, isSupplied, told > 0, lost);
    }

    /// <summary>The states that a transaction changes lose their cores to those that come after them, all at the same time.</summary>
    private void Move(int line, int requester, int seen)
    {
        Span<ulong> moved = stackalloc ulong[states];
        for (int word = 0; word < words; word++)
        {
            Span<ulong> there = Word(line, word);
            ulong others = word == requester >> 6 ? ~(1UL << requester) : ulong.MaxValue;
            for (int i = 0; i < there.Length; i++)
            {
                moved[i] = rules.Snooped(seen, i + 1) == i + 1 ? 0 : there[i] & others;
                if (moved[i] == 0) continue;
                there[i] ^= moved[i];
                Holders(line, i + 1).Count -= BitOperations.PopCount(moved[i]);
            }

            for (int i = 0; i < there.Length; i++)
            {
                int next = rules.Snooped(seen, i + 1);
                if (moved[i] == 0 || next == 0) continue;
                there[next - 1] |= moved[i];
                Holders(line, next).Count += BitOperations.PopCount(moved[i]);
            }
        }
    }

    private Span<ulong> Word(int line, int word) => sets.AsSpan(((line * words) + word) * states, states);

    private ref (int Count, int Newest) Holders(int line, int state) => ref holders[(line * states) + state - 1];
}

/// <summary>What came of a transaction at those that saw it.</summary>
/// <param name="IsShared">Whether another cache has the line.</param>
/// <param name="IsSupplied">Whether another cache gives it.</param>
/// <param name="IsTold">Whether another cache had to be told.</param>
/// <param name="Invalidated">The copies that are gone.</param>
internal readonly record struct SnoopResult(bool IsShared, bool IsSupplied, bool IsTold, int Invalidated);
