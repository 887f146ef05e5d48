using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Memory;

namespace MemoryModelLab.Cli.Simulations;

/// <summary><c>mml sim --protocol P --table</c>: a protocol as a textbook prints it.</summary>
internal static class ProtocolTables
{
    /// <summary>Prints the tables of a protocol.</summary>
    public static ExitCode Print(string name)
    {
        if (BusProtocols.All.FirstOrDefault(table => table.Name == name) is { } bus)
        {
            Show("cache", bus);
        }
        else if (DirectoryProtocols.All.FirstOrDefault(protocol => protocol.Name == name) is { } directory)
        {
            Output.Line($"{name}: {(directory.IsOrdered ? "what the directory sends one cache about one line arrives in order" : "no channel keeps any order")}");
            Show("cache", directory.Cache);
            Show("directory", directory.Directory);
        }
        else
        {
            throw new UsageException($"--table: {name} has no table; add --protocol, one of {string.Join(", ", MemorySystems.Names.Where(other => other != MemorySystems.Flat))}");
        }

        Output.Line("actions/next; /A:B goes to A where no other cache has the line, to B where one has; · nothing; – cannot happen");
        Output.Line($"Next: mml sim --protocol {name} --exhaustive shows that what cannot happen does not");
        Output.Flush();
        return ExitCode.Pass;
    }

    private static void Show(string who, ProtocolTable table)
    {
        int cells = table.States.Count * table.Events.Count;
        Output.Line(FormattableString.Invariant($"{table.Name}, {who}: {table.States.Count} states, {table.Events.Count} events; each of {cells} pairs is said: {cells - table.Impossibles} do something or nothing, {table.Impossibles} cannot happen"));
        foreach (string line in table.Text.Split('\n')) Output.Line(line.TrimEnd());
        Output.Line();
    }
}
