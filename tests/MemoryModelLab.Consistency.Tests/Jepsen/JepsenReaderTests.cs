using System.Text;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Jepsen;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Consistency.Tests.Jepsen;

public class JepsenReaderTests
{
    [Fact]
    public void An_EDN_history_is_its_operations_and_its_faults()
    {
        History history = Edn("""
            ; a register
            [{:type :invoke, :f :write, :value 3, :process 0, :time 10, :index 0}
             {:type :info, :f :start, :value nil, :process :nemesis, :time 11}
             {:type :info, :f :start, :value "Cut off n1", :process :nemesis, :time 12}
             #jepsen.history.Op{:type :ok, :f :write, :value 3, :process 0, :time 20}
             {:type :invoke, :f :cas, :value [3 4], :process 1, :time 30} {:type :invoke, :f :read, :value nil, :process 2, :time 31}
             {:type :info, :f :cas, :value [3 4], :process 1, :time 40, :error :timeout}
             {:type :ok, :f :read, :value nil, :process 2, :time 41},
             {:type :invoke, :f :cas, :value [9 9], :process 2, :time 50} {:type :fail, :f :cas, :value [9 9], :process 2, :time 51}]
            """).Registers!;
        Operation[] operations = history.Operations.ToArray();
        Assert.Equal([(OperationKind.Write, Outcome.Ok), (OperationKind.CompareAndSet, Outcome.Info), (OperationKind.Read, Outcome.Ok), (OperationKind.Write, Outcome.Fail)], operations.Select(o => (o.Kind, o.Outcome)));
        Assert.Equal((10, 20), (operations[0].Invocation, operations[0].Response));
        Assert.Equal((3, 4), (operations[1].Expected, operations[1].Value));
        Assert.Equal("nil", history.Text(operations[2].Value));
        Assert.Equal(history.Initial, operations[2].Value);
        Assert.Equal([new Fault("start Cut off n1", 11, 12)], history.Faults);
        Assert.Equal(Judgement.Violated, Linearizable.Check(history).Judgement);
    }

    [Fact]
    public void Maps_need_no_brackets_and_values_may_have_their_keys()
    {
        History history = Edn("""
            {:process 0, :type :invoke, :f :write, :value [x 1]}
            {:process 0, :type :ok, :f :write, :value [x 1]}
            {:process 0, :type :invoke, :f :read, :value [y nil]}
            {:process 1, :type :invoke, :f :cas, :value #jepsen.independent/tuple [x [1 2]]}
            {:process 1, :type :ok, :f :cas, :value [x [1 2]]}
            {:process 0, :type :ok, :f :read, :value [y nil]}
            {:process 0, :type :invoke, :f :txn, :value [[:r x nil]]}
            {:process 0, :type :ok, :f :txn, :value [[:r x 2]]}
            """).Registers!;
        Assert.Equal(["x", "y", "x", "x"], history.Operations.ToArray().Select(o => history.Keys[o.Key]));
        Assert.Equal([1L, history.Initial, 2, 2], history.Operations.ToArray().Select(o => o.Value));
        Assert.Equal(Judgement.Satisfied, Linearizable.Check(history).Judgement);
    }

    [Fact]
    public void A_log_is_the_lines_that_are_events()
    {
        History history = Log("INFO  jepsen.core - starting\nINFO  jepsen.util - 0\t:invoke\t:write\t4\nINFO  jepsen.util - 0\t:ok\t:write\t4\n1\t:invoke\t:cas\t[2 3]\n1\t:fail\t:cas\t[2 3]\n"
            + "INFO  jepsen.util - :nemesis\t:info\t:start\tnil\n1\t:invoke\t:write\t5\n1\t:info\t:write\t:timed-out\n1\t:invoke\t:read\tnil\r\n1\t:ok\t:read\t4\r\n").Registers!;
        Assert.Equal([Outcome.Ok, Outcome.Fail, Outcome.Info, Outcome.Ok], history.Operations.ToArray().Select(o => o.Outcome));
        Assert.Equal(OperationKind.CompareAndSet, history.Operations[1].Kind);
        Assert.Equal("start", Assert.Single(history.Faults).Text);
        Assert.Equal(Judgement.Satisfied, Linearizable.Check(history).Judgement);
    }

    [Theory]
    [InlineData("enqueue", "dequeue", "queue", ":enqueue 1", ":dequeue 1")]
    [InlineData("push", "pop", "stack", ":push 1", ":pop 2")]
    public void What_is_asked_tells_what_the_object_is(string put, string take, string type, string first, string last)
    {
        ObjectHistory history = Log($"0\t:invoke\t:{put}\t1\n0\t:ok\t:{put}\t1\n0\t:invoke\t:{put}\t2\n0\t:ok\t:{put}\t2\n0\t:invoke\t:{take}\tnil\n0\t:ok\t:{take}\t{last.Split(' ')[1]}\n").Objects!;
        Assert.Equal(type, history.Type.Name);
        Assert.Equal($"{put}({first.Split(' ')[1]})", history.Call(history.Operations[0]));
        Assert.Equal(Judgement.Satisfied, LinearizableObject.Check(history).Judgement);
    }

    [Fact]
    public void Appended_texts_and_lists_are_told_apart()
    {
        ObjectHistory text = Edn("""
            {:process 0, :type :invoke, :f :append, :key "4", :value "x y"} {:process 0, :type :ok, :f :append, :key "4", :value "x y"}
            {:process 0, :type :invoke, :f :append, :key "4", :value "z"} {:process 0, :type :ok, :f :append, :key "4", :value "z"}
            {:process 0, :type :invoke, :f :get, :key "4", :value nil} {:process 0, :type :ok, :f :get, :key "4", :value "x yz"}
            """).Objects!;
        Assert.Equal((ObjectType.Text, Judgement.Satisfied), (text.Type, LinearizableObject.Check(text).Judgement));
        ObjectHistory list = Log("0\t:invoke\t:txn\t[[:append 7 1]]\n0\t:ok\t:txn\t[[:append 7 1]]\n0\t:invoke\t:txn\t[[:r 7 nil]]\n0\t:ok\t:txn\t[[:r 7 nil]]\n1\t:invoke\t:txn\t[[:r 7 nil]]\n1\t:ok\t:txn\t[[:r 7 [1]]]\n").Objects!;
        Assert.Equal((ObjectType.Append, Judgement.Violated), (list.Type, LinearizableObject.Check(list).Judgement));
    }

    [Theory]
    [InlineData("", 1, 1, "no operation is here")]
    [InlineData("[", 1, 2, "the text ends, expected ']' for the bracket of line 1, column 1")]
    [InlineData("\n {:process 0 :type :invoke", 2, 27, "the text ends, expected '}' for the bracket of line 2, column 2")]
    [InlineData("{:process 0, :type}", 1, 1, "a map with a key that has no value")]
    [InlineData("{:process 0, :type :invoked, :f :read}", 1, 20, "the type ':invoked'; expected :invoke, :ok, :fail or :info")]
    [InlineData("{:type :invoke, :f :read}", 1, 1, "the operation has no :process")]
    [InlineData("{:process 0, :type :invoke, :f :look}", 1, 1, "the function ':look' is not known")]
    [InlineData("{:process 0, :type :ok, :f :read, :value 1}", 1, 1, "process 0 ends :read, which it has not invoked")]
    [InlineData("{:process 0, :type :invoke, :f :read}\n{:process 0, :type :invoke, :f :read}", 2, 1, "process 0 invokes :read before its operation of line 1 has ended")]
    [InlineData("{:process 0, :type :invoke, :f :read}\n{:process 0, :type :ok, :f :write}", 2, 1, "process 0 ends :write; it invoked 'read' in line 1")]
    [InlineData("{:process 0, :type :invoke, :f :read, :time 5}\n{:process 0, :type :ok, :f :read, :time 4}", 2, 1, "the operation ends at 4, before it was invoked at 5")]
    [InlineData("{:process 0, :type :invoke, :f :read, :time 5}\n{:process 0, :type :ok, :f :read, :time 7}\n{:process 0, :type :invoke, :f :read, :time 6}", 3, 1, "process 0 invokes at 6, before its operation before it ended at 7")]
    [InlineData("{:process 0, :type :invoke, :f :read, :value \"a", 1, 46, "the text that begins here does not end")]
    [InlineData("{:process 0, :type :invoke, :f :txn, :value [[:r x nil] [:r y nil]]}", 1, 1, "a transaction of several operations")]
    [InlineData("\u0001\u0002ELF", 1, 1, "unexpected character")]
    [InlineData("42", 1, 1, "expected an operation, a map")]
    public void What_is_malformed_is_named_with_its_place(string text, int line, int column, string message)
    {
        HistoryException e = Assert.Throws<HistoryException>(() => Edn(text));
        Assert.StartsWith($"h.edn:{line}:{column}: {message}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing\nhere\n", 1, 1, "no operation is here")]
    [InlineData("INFO  jepsen.util - 0\t:invoke", 1, 30, "the line ends too early")]
    [InlineData("0\t:invoke\t:write\t[1 2\n", 1, 22, "the text ends, expected ']'")]
    [InlineData("0\t:ok\t:read\t1\n", 1, 1, "process 0 ends :read, which it has not invoked")]
    public void A_malformed_line_of_a_log_is_named_with_its_place(string text, int line, int column, string message)
    {
        HistoryException e = Assert.Throws<HistoryException>(() => Log(text));
        Assert.StartsWith($"h.edn:{line}:{column}: {message}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_is_held_by_one()
    {
        const string Taken = "{:type :invoke, :f :acquire, :process 0} {:type :ok, :f :acquire, :process 0} ", Left = "{:type :invoke, :f :release, :process 0} {:type :ok, :f :release, :process 0} ";
        const string TakenByAnother = "{:type :invoke, :f :acquire, :process 1} {:type :ok, :f :acquire, :process 1}";
        Assert.Equal(Judgement.Satisfied, Linearizable.Check(Edn(Taken + Left + TakenByAnother).Registers!).Judgement);
        Assert.Equal(Judgement.Violated, Linearizable.Check(Edn(Taken + TakenByAnother).Registers!).Judgement);
    }

    [Fact]
    public void What_a_queue_is_drained_of_leaves_it()
    {
        const string Filled = "{:type :invoke, :f :enqueue, :value 1, :process 0} {:type :ok, :f :enqueue, :value 1, :process 0} ", Drained = "{:type :invoke, :f :drain, :process 0} {:type :ok, :f :drain, :value [1], :process 0}";
        Assert.Equal(Judgement.Satisfied, LinearizableObject.Check(Edn(Filled + Drained).Objects!).Judgement);
        Assert.Equal(Judgement.Violated, LinearizableObject.Check(Edn(Filled + Drained + " " + Drained).Objects!).Judgement);
    }

    [Fact]
    public void A_process_with_a_name_is_a_client_and_no_fault()
    {
        History history = Edn("""{:process "c 0", :type :invoke, :f :write, :value 3} {:process "c 0", :type :ok, :f :write, :value 3}""").Registers!;
        Assert.Single(history.Operations.ToArray());
        Assert.Empty(history.Faults);
    }

    [Fact]
    public void Absurd_nesting_is_refused() =>
        Assert.Contains("nested more than 64 deep", Assert.Throws<HistoryException>(() => Edn("{:a " + new string('[', 100_000))).Message, StringComparison.Ordinal);

    private static RecordedHistory Edn(string text) => JepsenReader.ReadEdn(new MemoryStream(Encoding.UTF8.GetBytes(text)), "h.edn");

    private static RecordedHistory Log(string text) => JepsenReader.ReadLog(new MemoryStream(Encoding.UTF8.GetBytes(text)), "h.edn");
}
