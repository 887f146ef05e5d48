using MemoryModelLab.Machine.Coherence;

namespace MemoryModelLab.Machine.Tests.Coherence;

/// <summary>Tables are complete or refused.</summary>
public sealed class ProtocolTableTests
{
    [Theory]
    [InlineData("  | load | store\nI | go/S | \nS | · | ·", "does not say what to do at store")]
    [InlineData("  | load | store\nI | go/S\nS | · | ·", "1 events, expected 2")]
    [InlineData("  | load\nI | go/M\nS | ·", "goes to 'M', which is no state")]
    public void Gaps_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ProtocolTable.Parse("t", text)).Message, StringComparison.Ordinal);

    /// <summary>What a bus does not do is refused, so that a table says what runs.</summary>
    [Theory]
    [InlineData("I | BusRd/S | BusRdX/M", "I | BusRd/S | BusRdx/M", "'BusRdx': expected nothing, or one of BusRd, BusRdX, BusUpgr")]
    [InlineData("wb/I", "writeback/I", "'writeback': expected nothing, or one of wb")]
    [InlineData("wb/I", "wb/S", "a line that leaves ends in I")]
    [InlineData("flush/S", "flsh/S", "'flsh': expected nothing, or one of supply, flush")]
    [InlineData("flush/S", "flush/I:S", "only what the own core wants")]
    [InlineData("M | · | ·", "M | · | ·/I", "memory takes it by BusWr alone")]
    [InlineData("– | · | ·", "– | ·/M | ·", "a cache that has not the line does nothing")]
    public void What_a_bus_does_not_do_is_refused(string right, string wrong, string message)
    {
        const string msi = "  | load | store | evict | BusRd | BusRdX | BusUpgr\nI | BusRd/S | BusRdX/M | – | · | · | ·\nS | · | BusUpgr/M | ·/I | · | ·/I | ·/I\nM | · | · | wb/I | flush/S | flush/I | –";
        BusTable.Check(ProtocolTable.Parse("t", msi));
        FormatException fault = Assert.Throws<FormatException>(() => BusTable.Check(ProtocolTable.Parse("t", msi.Replace(right, wrong, StringComparison.Ordinal))));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_is_actions_and_the_next_state()
    {
        ProtocolTable table = ProtocolTable.Parse("t", "  | load | evict\nI | BusRd a/E:S | –\nS | · | ·/I\nE | · | wb/I");
        Rule rule = table[0, 0]!;
        Assert.Equal(["BusRd", "a"], rule.Actions);
        Assert.Equal((1, 2), (rule.Next, rule.Alone));
        Assert.Null(table[0, 1]);
        Assert.Equal((1, 0), (table[1, 0]!.Next, table[1, 1]!.Next));
    }
}
