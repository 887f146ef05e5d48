using System.Text;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Consistency.Shrinking;

namespace MemoryModelLab.Consistency.Tests;

public sealed class RecordedHistoryTests : IDisposable
{
    private const string Queue = """{"schema": "mml-kv-history/1", "type": "queue", "name": "q"}""";
    private const string Register = """{"schema": "mml-kv-history/1", "name": "h", "initial": 0}""";
    private readonly string folder = Directory.CreateTempSubdirectory("mml").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_header_that_names_a_type_makes_a_history_of_such_objects()
    {
        RecordedHistory recorded = Read("q.jsonl", Queue, """
            {"id": 0, "client": "A", "f": "enqueue", "v": "first", "call": 0, "ret": 1}
            {"id": 1, "client": "A", "f": "enqueue", "v": 2, "call": 2, "ret": 3}
            {"fault": "partition", "call": 3, "ret": 5}
            {"id": 2, "client": "B", "f": "dequeue", "v": 2, "call": 4, "ret": 5}
            {"id": 3, "client": "B", "f": "dequeue", "v": null, "call": 6, "ret": 7}
            {"id": 4, "client": "C", "f": "enqueue", "v": 9, "ok": false, "call": 0, "ret": 1}
            {"id": 5, "client": "C", "f": "enqueue", "v": 8, "call": 8, "ret": null}
            """);
        ObjectHistory queue = recorded.Objects!;
        Assert.Equal(["enqueue(first)", "enqueue(9)", "enqueue(2)", "dequeue() = 2", "dequeue() = nothing", "enqueue(8)"], queue.Operations.Select(queue.Call));
        Assert.Equal([Outcome.Ok, Outcome.Fail, Outcome.Ok, Outcome.Ok, Outcome.Ok, Outcome.Info], queue.Operations.Select(o => o.Outcome));
        Assert.Equal([new Fault("partition", 3, 5)], recorded.Faults);
        Verdict verdict = LinearizableObject.Check(queue);
        Assert.Equal("client A enqueue(first) before client A enqueue(2), and client B dequeue() = 2 before first, which nobody dequeued", verdict.Reason);
    }

    [Theory]
    [InlineData("set", """{"client": 1, "f": "add", "v": 5, "ok": true, "call": 0, "ret": 1}""", """{"client": 1, "f": "contains", "v": 5, "ok": false, "call": 2, "ret": 3}""")]
    [InlineData("counter", """{"client": 1, "f": "add", "v": 5, "call": 0, "ret": 1}""", """{"client": 1, "f": "read", "v": 4, "call": 2, "ret": 3}""")]
    [InlineData("append", """{"client": 1, "f": "append", "v": 5, "call": 0, "ret": 1}""", """{"client": 1, "f": "read", "v": [], "call": 2, "ret": 3}""")]
    [InlineData("stack", """{"client": 1, "f": "push", "v": 5, "call": 0, "ret": 1}""", """{"client": 1, "f": "pop", "v": null, "call": 2, "ret": 3}""")]
    [InlineData("text", """{"client": 1, "f": "append", "v": "a", "call": 0, "ret": 1}""", """{"client": 1, "f": "read", "v": "b", "call": 2, "ret": 3}""")]
    public void Each_type_has_its_functions_and_what_is_written_is_read_again(string type, params string[] lines)
    {
        ObjectHistory history = Read("h.jsonl", $$"""{"schema": "mml-kv-history/1", "type": "{{type}}"}""", string.Join('\n', lines)).Objects!;
        Assert.Equal(Judgement.Violated, LinearizableObject.Check(history).Judgement);
        ObjectHistory small = ObjectShrinker.Shrink(history);
        string[] written = ObjectHistoryWriter.Write(small).Split('\n', 2);
        ObjectHistory again = Read("again.jsonl", written).Objects!;
        Assert.Equal(small.Operations.Select(small.Call), again.Operations.Select(again.Call));
        Assert.Equal(Judgement.Violated, LinearizableObject.Check(again).Judgement);
    }

    [Theory]
    [InlineData("q.jsonl", """{"schema": "mml-kv-history/1", "type": "heap"}""", "", "1:1: no type of objects is called 'heap'")]
    [InlineData("q.jsonl", Queue, """{"client": 1, "f": "push", "v": 1, "call": 0, "ret": 1}""", "2:1: a queue has no \"push\"; expected \"enqueue\", \"dequeue\"")]
    [InlineData("q.jsonl", Queue, """{"client": 1, "f": "enqueue", "call": 0, "ret": 1}""", "2:1: the operation has no \"v\"")]
    [InlineData("q.jsonl", Queue, """{"client": 1, "f": "enqueue", "v": 1, "call": 2, "ret": 1}""", "2:1: the operation is answered at 1, before it is invoked at 2")]
    [InlineData("q.jsonl", Queue, """{"client": 1, "f": "enqueue", "v": 1, "call": 2,""", "2:48: this is no JSON object")]
    [InlineData("q.jsonl", Queue, """{"client": 1, "f": "enqueue", "v": {}, "call": 0, "ret": 1}""", "2:1: expected \"v\", a whole number or a text")]
    [InlineData("q.jsonl", Queue, "{\"id\": 1, \"client\": 1, \"f\": \"enqueue\", \"v\": 1, \"call\": 0, \"ret\": 1}\n{\"id\": 1, \"client\": 2, \"f\": \"enqueue\", \"v\": 2, \"call\": 0, \"ret\": 1}", "3:1: the id 1 was already given")]
    [InlineData("q.jsonl", Queue, "{\"client\": 1, \"f\": \"enqueue\", \"v\": 1, \"call\": 0, \"ret\": 5}\n{\"client\": 1, \"f\": \"enqueue\", \"v\": 2, \"call\": 3, \"ret\": 9}", "3:1: client 1 invokes operation 1 at 3, before its operation 0 (line 2) is answered")]
    [InlineData("h.jsonl", Register, "{\"id\": 7, \"client\": 1, \"key\": 1, \"f\": \"write\", \"v\": 1, \"call\": 0, \"ret\": 1}\n\n{\"id\": 7, \"client\": 2, \"key\": 1, \"f\": \"write\", \"v\": 2, \"call\": 0, \"ret\": 1}", "4:1: the id 7 was already given to the operation of line 2")]
    [InlineData("h.jsonl", Register, """{"fault": "partition"}""", "2:1: the fault has no \"call\"")]
    [InlineData("h.txt", "hello", "", "1:1: this is no JSON object")]
    [InlineData("h", "[{:process 0}", "", "1:2: the operation has no :type")]
    [InlineData("empty.jsonl", "", "", "1:1: the file is empty")]
    [InlineData("empty.edn", "", "", "1:1: no operation is here")]
    public void What_is_malformed_is_named_with_its_place(string file, string header, string lines, string message)
    {
        HistoryException e = Assert.Throws<HistoryException>(() => Read(file, header, lines));
        Assert.StartsWith($"{Path.Combine(folder, file)}:{message}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".jsonl")]
    [InlineData(".edn")]
    [InlineData(".log")]
    [InlineData(".bin")]
    public void Noise_and_cut_files_are_errors_with_a_place_and_nothing_else(string extension)
    {
        var random = new Random(7);
        string good = Register + "\n{\"id\": 0, \"client\": 1, \"key\": 1, \"f\": \"cas\", \"cas\": [0, 1], \"ok\": true, \"call\": 0, \"ret\": 1}\n[{:process 0, :type :invoke, :f :read, :value \"x\\n\"}]\n0\t:invoke\t:cas\t[1 2]\n";
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = round % 2 == 0 ? new byte[random.Next(2000)] : Encoding.UTF8.GetBytes(good)[random.Next(60)..random.Next(70, good.Length)];
            if (round % 2 == 0) random.NextBytes(bytes);
            else bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            string path = Path.Combine(folder, "noise" + extension);
            File.WriteAllBytes(path, bytes);
            try
            {
                RecordedHistory.Read(path);
            }
            catch (HistoryException e)
            {
                Assert.True(e.Line >= 1 && e.Column >= 1);
            }
        }
    }

    [Fact]
    public void The_faults_of_a_register_are_kept_and_written()
    {
        History history = Read("h.jsonl", Register, "{\"fault\": \"kill n1\", \"call\": 4}\n{\"client\": 1, \"key\": 1, \"f\": \"write\", \"v\": 1, \"call\": 0, \"ret\": 1}").Registers!;
        Assert.Equal([new Fault("kill n1", 4, 4)], history.Faults);
        Assert.Contains("{\"fault\":\"kill n1\",\"call\":4,\"ret\":4}", HistoryWriter.Write(history), StringComparison.Ordinal);
    }

    private RecordedHistory Read(string file, params string[] lines)
    {
        string path = Path.Combine(folder, file);
        File.WriteAllText(path, string.Join('\n', lines));
        return RecordedHistory.Read(path);
    }
}
