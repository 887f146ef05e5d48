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
