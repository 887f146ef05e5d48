using System.Text;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Histories;

public class HistoryReaderTests
{
    private const string Header = """{"schema": "mml-kv-history/1", "name": "h", "initial": 0}""";

    [Fact]
    public void Operations_are_read_and_sorted_by_invocation()
    {
        History history = Read($$$"""
            {{{Header}}}
            {"id": 1, "client": "B", "key": "x", "f": "read", "v": 5, "call": 3, "ret": 4, "replica": "R1", "final": true}

            {"id": 0, "client": 7, "key": "x", "f": "write", "v": 5, "call": 0, "ret": 2, "ver": [3, 1], "unknown": {"a": [1]}}
            {"id": 2, "client": 8, "key": "y", "f": "cas", "cas": [0, 1], "ok": false, "call": 5, "ret": 6}
            {"id": 3, "client": 9, "key": "y", "f": "write", "v": "text", "call": 7, "ret": null}
            """);
        Assert.Equal("h", history.Name);
        Assert.Equal([0L, 1, 2, 3], history.Operations.ToArray().Select(o => o.Id));
        Operation write = history.Operations[0], read = history.Operations[1], cas = history.Operations[2], pending = history.Operations[3];
        Assert.Equal((OperationKind.Write, Outcome.Ok, 5, 0, 2), (write.Kind, write.Outcome, write.Value, write.Invocation, write.Response));
        Assert.Equal("7", history.Clients[write.Client]);
        Assert.True(write.Version > 0);
        Assert.Equal((OperationKind.Read, 5, true), (read.Kind, read.Value, read.IsFinal));
        Assert.Equal("R1", history.Replicas[read.Replica]);
        Assert.Equal((OperationKind.CompareAndSet, Outcome.Fail, 0, 1), (cas.Kind, cas.Outcome, cas.Expected, cas.Value));
        Assert.Equal((Outcome.Info, Operation.Never, "text"), (pending.Outcome, pending.Response, history.Text(pending.Value)));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        string padding = new('p', 3 << 20);
        History history = Read($$$"""
            {{{Header}}}
            {"client": 1, "padding": "{{{padding}}}", "key": 1, "f": "write", "v": 1, "call": 0, "ret": 1}
            {"client": 1, "key": 1, "f": "read", "v": 1, "call": 2, "ret": 3}
            """);
        Assert.Equal(2, history.Operations.Length);
    }

    [Theory]
    [InlineData("", 1, 1, "the file is empty, expected a header with \"schema\": \"mml-kv-history/1\"")]
    [InlineData("[]", 1, 1, "expected a JSON object, { … }, one a line")]
    [InlineData("""{"name": "h"}""", 1, 1, "the first line is no header, expected \"schema\": \"mml-kv-history/1\"")]
    [InlineData("""{"schema": "other/1"}""", 1, 12, "expected the schema \"mml-kv-history/1\"")]
    [InlineData(Header + "\n{\"client\": }", 2, 12, "this is no JSON object")]
    [InlineData(Header + "\n{\"key\": 1, \"f\": \"read\", \"v\": 1, \"call\": 0, \"ret\": 1}", 2, 1, "the operation has no \"client\"")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"look\", \"v\": 1, \"call\": 0, \"ret\": 1}", 2, 30, "expected \"read\", \"write\", \"cas\", \"append\" or \"delete\"")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"read\", \"call\": 0, \"ret\": 1}", 2, 1, "the operation has no \"v\"")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"read\", \"v\": 1, \"call\": 3, \"ret\": 1}", 2, 1, "the operation is answered at 1, before it is invoked at 3")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"read\", \"v\": 1, \"call\": 0.5, \"ret\": 1}", 2, 54, "expected the time of the invocation, a whole number")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"cas\", \"cas\": [1], \"ok\": true, \"call\": 0, \"ret\": 1}", 2, 46, "expected the new value")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"read\", \"v\": 1, \"call\": 0, \"ret\": 1} {}", 2, 67, "something follows the object")]
    [InlineData(Header + "\r{}", 1, 59, "something follows the object")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"read\", \"v\": 1, \"v\": 2, \"call\": 0, \"ret\": 1}", 2, 46, "\"v\" is here twice")]
    [InlineData(Header + "\n{\"client\": \"\\ud800\", \"key\": 1, \"f\": \"read\", \"v\": 1, \"call\": 0, \"ret\": 1}", 2, 12, "expected the client in Unicode")]
    [InlineData(Header + "\n{\"client\": 1, \"key\": 1, \"f\": \"read\", \"v\": 1, \"call\": -9223372036854775808, \"ret\": 1}", 2, 54, "expected the time of the invocation, in nanoseconds below 4611686018427387904")]
    public void What_is_malformed_is_named_with_its_place(string text, int line, int column, string message)
    {
        HistoryException e = Assert.Throws<HistoryException>(() => Read(text));
        Assert.StartsWith($"h.jsonl:{line}:{column}: {message}", e.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (e.Line, e.Column));
    }

    [Fact]
    public void A_client_that_overlaps_itself_is_named_with_both_lines()
    {
        HistoryException e = Assert.Throws<HistoryException>(() => Read($$$"""
            {{{Header}}}
            {"id": 4, "client": 1, "key": 1, "f": "write", "v": 1, "call": 0, "ret": 5}
            {"id": 5, "client": 1, "key": 1, "f": "read", "v": 1, "call": 3, "ret": 6}
            """));
        Assert.StartsWith("h.jsonl:3:1: client 1 invokes operation 5 at 3, before its operation 4 (line 2) is answered", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_nothing_is_no_read_of_zero()
    {
        History history = Read("""
            {"schema": "mml-kv-history/1", "initial": null}
            {"client": 1, "key": "x", "f": "read", "v": null, "call": 0, "ret": 1}
            {"client": 1, "key": "x", "f": "write", "v": 0, "call": 2, "ret": 3}
            """);
        Assert.Equal(history.Initial, history.Operations[0].Value);
        Assert.NotEqual(history.Initial, history.Operations[1].Value);
        Assert.Equal("(null)", history.Text(history.Initial));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text() =>
        Assert.Equal("h", HistoryReader.Read(new MemoryStream([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Header)]), "h.jsonl").Name);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0 }, "the text is UTF-16; expected UTF-8")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "the file is compressed by gzip; expected what `gunzip` makes of it")]
    public void What_is_no_such_text_is_told_by_its_name(byte[] bytes, string message) =>
        Assert.Equal($"h.jsonl:1:1: {message}", Assert.Throws<HistoryException>(() => HistoryReader.Read(new MemoryStream(bytes), "h.jsonl")).Message);

    private static History Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return HistoryReader.Read(stream, "h.jsonl");
    }
}
