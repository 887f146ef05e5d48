using System.Text;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Histories.JsonLines;

public class BlockReaderTests
{
    private const int Operations = 60_000; // some 4 blocks

    [Fact]
    public void Blocks_are_put_together_in_the_order_of_the_file()
    {
        History history = Read(Lines());
        Assert.Equal(Operations, history.Operations.Length);
        Assert.Equal(Enumerable.Range(0, 3).Select(i => $"client {i}"), Enumerable.Range(0, history.Clients.Count).Select(i => history.Clients[i]));
        for (int i = 0; i < Operations; i++)
        {
            ref readonly Operation operation = ref history.Operations[i];
            Assert.Equal((i, 10 * i, $"client {i % 3}", $"k{i % 1000}", i % 7 == 0 ? $"text {i}" : $"{i}"), (
                operation.Id, operation.Invocation, history.Clients[operation.Client], history.Keys[operation.Key], history.Text(operation.Value)));
        }
    }

    [Fact]
    public void Operations_out_of_order_are_sorted_across_blocks()
    {
        string[] lines = Lines();
        History history = Read([.. lines.Take(1), .. lines.Skip(1).Reverse()]);
        Assert.Equal(Enumerable.Range(0, Operations).Select(i => 10L * i), history.Operations.ToArray().Select(o => o.Invocation));
    }

    [Fact]
    public void The_first_fault_of_the_file_is_named_with_its_line()
    {
        string[] lines = Lines();
        lines[20_000] = "";
        lines[40_000] = "{\"client\": }";
        lines[50_000] = "nothing";
        HistoryException e = Assert.Throws<HistoryException>(() => Read(lines));
        Assert.StartsWith("h.jsonl:40001:12: this is no JSON object", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_overlaps_itself_is_named_with_both_lines_across_blocks()
    {
        string[] lines = Lines();
        lines[100] = "";
        lines[2] = lines[2].Replace("\"ret\": 15", "\"ret\": 499995", StringComparison.Ordinal);
        lines[5] = "";
        for (int i = 8; i < 50_000; i += 3) lines[i] = ""; // the client's other operations; without them and line 101 there are 33,333 before line 50,001
        HistoryException e = Assert.Throws<HistoryException>(() => Read(lines));
        Assert.StartsWith("h.jsonl:50001:1: client client 1 invokes operation 33333 at 499990, before its operation 1 (line 3) is answered", e.Message, StringComparison.Ordinal);
    }

    private static string[] Lines() =>
    [
        """{"schema": "mml-kv-history/1", "initial": "none"}""",
        .. Enumerable.Range(0, Operations).Select(i =>
            $$"""{"client": "client {{i % 3}}", "key": "k{{i % 1000}}", "f": "write", "v": {{(i % 7 == 0 ? $"\"text {i}\"" : i)}}, "call": {{10 * i}}, "ret": {{(10 * i) + 5}}}"""),
    ];

    private static History Read(string[] lines)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return HistoryReader.Read(stream, "h.jsonl");
    }
}
