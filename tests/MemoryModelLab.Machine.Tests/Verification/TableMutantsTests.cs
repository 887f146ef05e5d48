using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Verification;

namespace MemoryModelLab.Machine.Tests.Verification;

/// <summary>What the invariants are worth: of all tables that are wrong in one cell those pass that are listed, which are coherent all the same, and no others.</summary>
public sealed class TableMutantsTests
{
    private const int Words = 2, Values = 2;

    [Theory]
    [InlineData("msi")]
    [InlineData("mesi")]
    [InlineData("moesi")]
    [InlineData("mesif")]
    [InlineData("write-through")]
    [InlineData("msi-directory")]
    [InlineData("mesi-directory")]
    public void A_table_that_is_wrong_in_one_cell_is_caught(string protocol)
    {
        int caches = DirectoryProtocols.All.Any(directory => directory.Name == protocol) ? 2 : 3;
        TableMutant[] passed = [.. Mutants(protocol, caches).Where(mutant => Passes(mutant, caches))];
        HashSet<string> unused = [.. passed.Where(mutant => mutant.Other == TableMutants.Impossible).Select(mutant => mutant.Cell)];
        IEnumerable<string> lines = passed.Where(mutant => !unused.Contains(mutant.Cell)).GroupBy(mutant => $"{mutant.Cell}: {mutant.Was}", (cell, all) => $"{cell} → {string.Join(" | ", all.Select(m => m.Other))}");
        Assert.Equal(Equivalent(protocol), lines);
    }

    private static bool Passes(TableMutant mutant, int caches)
    {
        var options = new ProtocolCheckOptions { Protocol = "mutant", Caches = caches, Words = Words, Values = Values };
        try
        {
            ProtocolCheckResult result = ProtocolCheck.Run(options, messages => new ProtocolSystem(layout => mutant.Create(layout, messages), caches, 1, Words, Values), default);
            Assert.True(result.IsComplete || result.Violation is not null);
            return result.Violation is null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<TableMutant> Mutants(string name, int caches)
    {
        var geometry = new CacheGeometry(Words, Words, 1, 1);
        if (BusProtocols.All.FirstOrDefault(table => table.Name == name) is { } bus)
            return TableMutants.Of(bus).Select(m => new TableMutant(m.Cell, m.Was, m.Other, (layout, _) => new SnoopingCaches(ProtocolTable.Parse("mutant", m.Text), geometry, layout, caches, Values)));
        DirectoryProtocol whole = DirectoryProtocols.All.First(protocol => protocol.Name == name);
        return Of("cache", whole.Cache, table => whole with { Cache = table }).Concat(Of("directory", whole.Directory, table => whole with { Directory = table }));

        IEnumerable<TableMutant> Of(string side, ProtocolTable table, Func<ProtocolTable, DirectoryProtocol> with) => TableMutants.Of(table).Select(m => new TableMutant(
            $"{side} {m.Cell}", m.Was, m.Other, (layout, messages) => new DirectoryCaches(with(ProtocolTable.Parse("mutant", m.Text)), geometry, layout, caches, Values, messages)));
    }

    private static string[] Equivalent(string protocol)
    {
        using var reader = new StreamReader(typeof(TableMutantsTests).Assembly.GetManifestResourceStream("TableMutants.equivalent.txt")!);
        return [.. reader.ReadToEnd().Split('\n').SkipWhile(line => line != $"# {protocol}").Skip(1).TakeWhile(line => line.Length > 0 && line[0] != '#')];
    }

    private sealed record TableMutant(string Cell, string Was, string Other, Func<Layout, int, IMemorySystem> Create);
}
