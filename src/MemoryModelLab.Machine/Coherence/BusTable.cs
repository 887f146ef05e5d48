namespace MemoryModelLab.Machine.Coherence;

/// <summary>What a bus can carry out of a <see cref="ProtocolTable"/>; anything else is refused, so that what is printed is what runs.</summary>
internal static class BusTable
{
    /// <summary>The action by which memory takes a word.</summary>
    public const string WordWrite = "BusWr";

    private const string WriteBack = "wb";

    private static readonly string[] Wishes = ["load", "store"], Answers = ["supply", "flush"];

    /// <summary>Refuses a table that says what a bus does not do.</summary>
    /// <exception cref="FormatException">It does.</exception>
    public static void Check(ProtocolTable table)
    {
        for (int state = 0; state < table.States.Count; state++)
        {
            for (int seen = 0; seen < table.Events.Count; seen++)
            {
                if (table[state, seen] is { } rule && FaultOf(table, state, table.Events[seen], rule) is { } fault)
                    throw new FormatException($"{table.Name}: state {table.States[state]} at {table.Events[seen]}: {fault}");
            }
        }
    }

    private static string? FaultOf(ProtocolTable table, int state, string seen, Rule rule)
    {
        if (Wishes.Contains(seen)) return FaultOfWish(table, seen, rule);
        if (rule.Next != rule.Alone) return "only what the own core wants may end in another state where no other cache has the line";
        if (seen == "evict")
        {
            if (state == 0) return "a line that is not there cannot leave";
            if (rule.Actions is not ([] or [WriteBack])) return Unknown(rule, [WriteBack]);
            return rule.Next == 0 ? null : $"a line that leaves ends in {table.States[0]}";
        }

        if (state == 0) return rule is { Actions: [], Next: 0 } ? null : "a cache that has not the line does nothing";
        return rule.Actions is [] || (rule.Actions is [string answer] && Answers.Contains(answer)) ? null : Unknown(rule, Answers);
    }

    private static string? FaultOfWish(ProtocolTable table, string wish, Rule rule)
    {
        string[] transactions = [.. table.Events.Where(name => !Wishes.Contains(name) && name != "evict")];
        if (rule.Actions is not [] && !(rule.Actions is [string wanted] && transactions.Contains(wanted))) return Unknown(rule, transactions);
        if (rule.Actions is [] && rule.Next != rule.Alone) return "without a transaction no one knows whether another cache has the line";
        bool staysNowhere = wish == "store" && (rule.Next == 0 || rule.Alone == 0) && !rule.Does(WordWrite);
        return staysNowhere ? $"what is written is in no cache then, and memory takes it by {WordWrite} alone" : null;
    }

    private static string Unknown(Rule rule, string[] expected) => $"'{string.Join(' ', rule.Actions)}': expected nothing, or one of {string.Join(", ", expected)}";
}
