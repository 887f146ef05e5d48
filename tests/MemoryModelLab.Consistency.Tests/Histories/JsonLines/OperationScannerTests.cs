using System.Text;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Histories.JsonLines;

namespace MemoryModelLab.Consistency.Tests.Histories.JsonLines;

public class OperationScannerTests
{
    private static readonly string[] Properties =
    [
        "\"id\": 7", "\"client\": 3", "\"client\":\"a client of a long name\"", "\"key\": \"k1\"", "\"key\":5", "\"f\": \"read\"", "\"f\":\"write\"", "\"f\": \"cas\"", "\"f\": \"append\"",
        "\"f\": \"delete\"", "\"f\": \"look\"", "\"v\": 5", "\"v\": \"five\"", "\"v\": null", "\"v\": -12", "\"v\": 007", "\"v\": 1e3", "\"v\": \"\\u0041\"", "\"v\": \"ü\"", "\"v\": [1]",
        "\"cas\": [1, 2]", "\"cas\":[ \"a\" , null ]", "\"cas\": [1]", "\"ok\": true", "\"ok\": false", "\"ok\": truely", "\"call\": 10", "\"call\": 9999999999999999999", "\"ret\": 20", "\"ret\":null",
        "\"ret\": 5", "\"replica\": \"R1\"", "\"ver\": 3", "\"ver\": [4, 1]", "\"ver\": [4, -1]", "\"final\": true", "\"info\": true", "\"other\": {\"v\": 1}", "\"v\": 5 5", "\"v\"", "",
    ];

    [Fact]
    public void What_it_reads_is_what_the_reader_of_all_JSON_reads()
    {
        int read = 0;
        for (int seed = 0; seed < 30_000; seed++)
        {
            var random = new Random(seed);
            string[] base_ = ["\"client\": 1", "\"key\": \"x\"", "\"f\": \"write\"", "\"v\": 1", "\"call\": 10", "\"ret\": 20", "\"ok\": true", "\"cas\": [1, 2]"];
            IEnumerable<string> some = base_.Where(_ => random.Next(12) > 0).Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Properties[random.Next(Properties.Length)]));
            string text = (random.Next(40) == 0 ? "" : "{") + string.Join(random.Next(3) == 0 ? " , " : ",", some) + (random.Next(40) == 0 ? "" : "}") + (random.Next(40) == 0 ? " x" : random.Next(4) == 0 ? " \r" : "");
            byte[] line = Encoding.UTF8.GetBytes(text);
            Vocabulary fast = new(), slow = new();
            if (!OperationScanner.TryRead(line, fast, out OperationFields fields) || fields.Fault() is not null) continue;
            Operation expected = new OperationReader("file", 1, slow).ReadOperation(line);
            Operation actual = fields.ToOperation(0);
            Assert.True(expected == actual, text);
            Assert.Equal(Names(slow), Names(fast));
            read++;
        }

        Assert.True(read > 5_000, $"only {read} lines were plain");
    }

    private static IEnumerable<string> Names(Vocabulary names) =>
        new[] { names.Clients, names.Keys, names.Replicas, names.Values }.SelectMany(table => Enumerable.Range(0, table.Count).Select(i => table[i]).Prepend("|"));
}
