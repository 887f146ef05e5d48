namespace MemoryModelLab.Machine.Coherence;

/// <summary>What a table says to do: some actions, and the state to go to.</summary>
/// <param name="Actions">The actions' names, in order.</param>
/// <param name="Next">The next state's number.</param>
/// <param name="Alone">The next state where no other cache has the line; the same as <paramref name="Next"/> where that makes no difference.</param>
public sealed record Rule(IReadOnlyList<string> Actions, int Next, int Alone)
{
    /// <summary>Whether an action is among them.</summary>
    public bool Does(string action) => Actions.Contains(action);
}

/// <summary>
/// A table of states and events as a textbook prints it. The first line names the events; every other line is a state and what it does at each:
/// <c>actions/next</c>; <c>actions/A:B</c> goes to A where no other cache has the line and to B where one has; <c>·</c> does nothing; <c>–</c>
/// says that this cannot happen, which the exploration proves. Nothing may be left empty: a table is complete or is refused.
/// </summary>
public sealed class ProtocolTable
{
    private const string Nothing = "·";
    private const string Impossible = "–";

    private readonly Rule?[,] rules;
    private readonly Dictionary<string, int> numbers;

    private ProtocolTable(string name, string text, string[] states, string[] events, Rule?[,] rules) =>
        (Name, Text, States, Events, this.rules, numbers) = (name, text, states, events, rules, events.Index().ToDictionary(e => e.Item, e => e.Index));

    /// <summary>The protocol's name.</summary>
    public string Name { get; }

    /// <summary>The table as it was written.</summary>
    public string Text { get; }

    /// <summary>The states; the first is that of a line that is not there.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>The events.</summary>
    public IReadOnlyList<string> Events { get; }

    /// <summary>How many pairs of a state and an event cannot happen, as the table says.</summary>
    public int Impossibles => rules.Cast<Rule?>().Count(rule => rule is null);

    /// <summary>What to do; null when this cannot happen.</summary>
    public Rule? this[int state, int @event] => rules[state, @event];

    /// <summary>The number of an event; -1 when the table has no such event.</summary>
    public int Event(string name) => numbers.GetValueOrDefault(name, -1);

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">It is not complete, or names a state that it has no line for.</exception>
    public static ProtocolTable Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[][] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        string[] events = lines[0][1..];
        string[] states = [.. lines[1..].Select(line => line[0])];
        var rules = new Rule?[states.Length, events.Length];
        for (int state = 0; state < states.Length; state++)
        {
            string[] cells = lines[state + 1][1..];
            if (cells.Length != events.Length) throw new FormatException($"{name}: state {states[state]} says what to do at {cells.Length} events, expected {events.Length}");
            for (int e = 0; e < events.Length; e++) rules[state, e] = Cell(name, cells[e], state, states, events[e]);
        }

        return new ProtocolTable(name, text, states, events, rules);
    }

    private static Rule? Cell(string name, string cell, int state, string[] states, string @event)
    {
        if (cell == Impossible) return null;
        if (cell == Nothing) return new Rule([], state, state);
        if (cell.Length == 0) throw new FormatException($"{name}: state {states[state]} does not say what to do at {@event}; expected actions/next, {Nothing} or {Impossible}");
        string[] parts = cell.Split('/');
        string[] actions = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1) return new Rule(actions, state, state);
        int[] next = [.. parts[1].Split(':').Select(target => Array.IndexOf(states, target))];
        if (next.Contains(-1) || parts.Length > 2) throw new FormatException($"{name}: state {states[state]} at {@event} goes to '{parts[1]}', which is no state of the table");
        return new Rule([.. actions.Where(action => action != Nothing)], next[^1], next[0]);
    }
}
