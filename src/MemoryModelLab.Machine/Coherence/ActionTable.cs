namespace MemoryModelLab.Machine.Coherence;

/// <summary>A rule with its actions' names resolved.</summary>
internal sealed record ActionRule<TAction>(TAction[] Actions, int Next, int Alone, bool Stalls)
    where TAction : struct, Enum;

/// <summary>A protocol's table as a machine executes it: names are numbers.</summary>
internal sealed class ActionTable<TAction>
    where TAction : struct, Enum
{
    private const string Stall = "stall";

    private readonly ActionRule<TAction>?[,] rules;

    /// <param name="table">The table.</param>
    /// <param name="actions">What its actions are called.</param>
    /// <exception cref="FormatException">It names another.</exception>
    public ActionTable(ProtocolTable table, IReadOnlyDictionary<string, TAction> actions)
    {
        Table = table;
        rules = new ActionRule<TAction>?[table.States.Count, table.Events.Count];
        for (int state = 0; state < table.States.Count; state++)
        {
            for (int seen = 0; seen < table.Events.Count; seen++)
            {
                if (table[state, seen] is { } rule) rules[state, seen] = Resolve(rule, state);
            }
        }

        ActionRule<TAction> Resolve(Rule rule, int state)
        {
            if (rule.Does(Stall)) return new ActionRule<TAction>([], state, state, true);
            TAction[] resolved = [.. rule.Actions.Select(name => actions.TryGetValue(name, out TAction action) ? action : throw Unknown(name))];
            return new ActionRule<TAction>(resolved, rule.Next, rule.Alone, false);
        }

        FormatException Unknown(string name) => new($"{table.Name}: there is no action '{name}'; expected one of {string.Join(", ", actions.Keys)}, {Stall}");
    }

    /// <summary>The table as it was written.</summary>
    public ProtocolTable Table { get; }

    /// <summary>What to do; null when this cannot happen, or the table knows no such event (-1).</summary>
    public ActionRule<TAction>? this[int state, int seen] => seen < 0 ? null : rules[state, seen];
}
