using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Consistency.Shrinking;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Objects;

public class LinearizableObjectTests
{
    public static TheoryData<string, bool> Types => new()
    {
        { "queue", true }, { "queue", false }, { "stack", true }, { "stack", false }, { "set", true }, { "set", false }, { "counter", false },
        { "append", true }, { "append", false }, { "cas-register", false },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Agrees_with_all_orders_on_random_histories(string type, bool distinct)
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 6_000; seed++)
        {
            ObjectHistory history = RandomObjects.Create(seed, ObjectType.Find(type)!, operations: 7, clients: 3, distinct, unknown: seed % 4 == 0 ? 0.2 : 0);
            bool expected = ObjectOrders.IsLinearizable(history);
            Verdict verdict = LinearizableObject.Check(history);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: all orders say {expected}, {verdict.Algorithm} says {verdict.Judgement}, {verdict.Reason}{RandomObjects.Show(history)}");
            if (!expected) Assert.False(ObjectOrders.IsLinearizable(RandomObjects.Only(history, verdict.Core)), $"seed {seed}: the core {string.Join(' ', verdict.Core)} is linearizable{RandomObjects.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 300 && bad > 300, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("stack")]
    [InlineData("set")]
    [InlineData("counter")]
    [InlineData("append")]
    [InlineData("cas-register")]
    public void An_order_beside_the_times_is_kept_as_times_are(string type)
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 1_500; seed++)
        {
            ObjectHistory history = RandomObjects.Create(seed, ObjectType.Find(type)!, operations: 7, clients: 3, distinct: false);
            if (history.Operations.Any(o => o.Key != history.Operations[0].Key || o.Response == Operation.Never)) continue;
            bool expected = ObjectOrders.IsLinearizable(history);
            var order = new List<(int, int)>();
            for (int i = 0; i < history.Operations.Count; i++)
            {
                for (int j = 0; j < history.Operations.Count; j++)
                    if (history.Operations[i].Precedes(history.Operations[j])) order.Add((i, j));
            }

            var timeless = new ObjectHistory(history.Name, history.Type, history.Operations.Select((o, i) => o with { Client = $"{i}", Invocation = 0, Response = 1 })) { Initial = history.Initial };
            Verdict verdict = LinearizableObject.Check(timeless, order);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: with times {expected}, with an order {verdict.Judgement}{RandomObjects.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 100 && bad > 100, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Fact]
    public void An_order_need_not_be_one_of_intervals()
    {
        // Each client enqueues and then dequeues the other's value: either enqueue may come first, but both values cannot be last.
        var history = new ObjectHistory("two", ObjectType.Queue, [Call(0, "a", "enqueue", 1), Call(1, "a", "dequeue", 2), Call(2, "b", "enqueue", 2), Call(3, "b", "dequeue", 1)]);
        Assert.Equal(Judgement.Satisfied, LinearizableObject.Check(history, [(0, 1), (2, 3)]).Judgement);
        Assert.Equal(Judgement.Violated, LinearizableObject.Check(history, [(0, 1), (2, 3), (1, 2)]).Judgement);

        static ObjectOperation Call(int id, string client, string function, long value) =>
            new() { Id = id, Client = client, Key = "queue", Function = function, Argument = value, Answer = function == "dequeue" ? value : null, Invocation = 0, Response = 1 };
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("stack")]
    [InlineData("append")]
    public void The_monitors_agree_with_the_search_on_longer_histories(string type)
    {
        int good = 0, bad = 0;
        ObjectType known = ObjectType.Find(type)!;
        for (int seed = 0; seed < 1_500; seed++)
        {
            ObjectHistory history = RandomObjects.Create(seed, known, operations: 16, clients: 4, distinct: true);
            Verdict byMonitor = LinearizableObject.Check(history);
            Verdict bySearch = type switch
            {
                "queue" => LinearizableObject.Check(history, new QueueSpecification()),
                "stack" => LinearizableObject.Check(history, new StackSpecification()),
                _ => LinearizableObject.Check(history, new AppendSpecification()),
            };
            Assert.Equal($"{type} monitor", byMonitor.Algorithm);
            Assert.True(byMonitor.Judgement == bySearch.Judgement, $"seed {seed}: monitor {byMonitor.Judgement}, search {bySearch.Judgement}{RandomObjects.Show(history)}");
            _ = byMonitor.Judgement == Judgement.Satisfied ? good++ : bad++;
        }

        Assert.True(good > 50 && bad > 50, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("stack")]
    [InlineData("set")]
    [InlineData("append")]
    public void Monitors_pass_long_histories_of_an_atomic_object_and_catch_its_broken_twin(string type)
    {
        ObjectHistory right = RandomObjects.Atomic(1, ObjectType.Find(type)!, operations: 4_000, clients: 8, isBroken: false);
        Assert.Equal((Judgement.Satisfied, $"{type} monitor"), (LinearizableObject.Check(right).Judgement, LinearizableObject.Check(right).Algorithm));
        ObjectHistory broken = RandomObjects.Atomic(1, ObjectType.Find(type)!, operations: 4_000, clients: 8, isBroken: true);
        Verdict verdict = LinearizableObject.Check(broken);
        Assert.Equal(Judgement.Violated, verdict.Judgement);
        Assert.InRange(verdict.Core.Count, 1, 12);
        Assert.False(string.IsNullOrEmpty(verdict.Reason));
    }

    [Fact]
    public void A_type_of_ones_own_needs_its_specification()
    {
        var history = new ObjectHistory("m", new ObjectType("maximum", ["raise", "get"]), [new ObjectOperation { Id = 0, Client = "A", Key = "m", Function = "raise", Argument = 3, Invocation = 0, Response = 1 }]);
        Assert.Contains("ISequentialSpecification", Assert.Throws<ArgumentException>(() => LinearizableObject.Check(history)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("stack")]
    [InlineData("append")]
    public void Agrees_with_all_orders_where_many_outcomes_are_unknown(string type)
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 6_000; seed++)
        {
            ObjectHistory history = RandomObjects.Create(seed, ObjectType.Find(type)!, operations: 8, clients: 4, distinct: true, unknown: 0.4);
            bool expected = ObjectOrders.IsLinearizable(history);
            Verdict verdict = LinearizableObject.Check(history);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: all orders say {expected}, {verdict.Algorithm} says {verdict.Judgement}, {verdict.Reason}{RandomObjects.Show(history)}");
            if (!expected) Assert.False(ObjectOrders.IsLinearizable(RandomObjects.Only(history, verdict.Core)), $"seed {seed}: the core {string.Join(' ', verdict.Core)} is linearizable{RandomObjects.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 300 && bad > 100, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("stack")]
    public void Takes_of_unknown_outcome_are_decided_by_the_monitor(string type)
    {
        ObjectHistory right = RandomObjects.Atomic(1, ObjectType.Find(type)!, operations: 20_000, clients: 16, isBroken: false, unknown: 0.02);
        Verdict ofRight = LinearizableObject.Check(right);
        Assert.Equal((Judgement.Satisfied, $"{type} monitor"), (ofRight.Judgement, ofRight.Algorithm));
        Verdict ofBroken = LinearizableObject.Check(RandomObjects.Atomic(1, ObjectType.Find(type)!, operations: 20_000, clients: 16, isBroken: true, unknown: 0.02));
        Assert.Equal((Judgement.Violated, $"{type} monitor"), (ofBroken.Judgement, ofBroken.Algorithm));
    }

    [Fact]
    public void Too_few_takes_of_unknown_outcome_are_told_in_words()
    {
        ObjectHistory history = new("q", ObjectType.Queue,
        [
            Do("A", "enqueue", 0, 1, argument: 1), Do("A", "enqueue", 2, 3, argument: 2), Do("A", "enqueue", 4, 5, argument: 3),
            Do("B", "dequeue", 6, Operation.Never) with { Outcome = Outcome.Info }, Do("C", "dequeue", 8, 9, answer: 3),
        ]);
        Verdict verdict = LinearizableObject.Check(history);
        Assert.Equal([0, 1, 2, 3, 4], verdict.Core);
        Assert.Equal("client C dequeue() = 3 though 1, 2 should come out before, which nobody is known to have taken: one of unknown outcome had begun", verdict.Reason);
    }

    [Theory]
    [InlineData("queue", 400)]
    [InlineData("stack", 400)]
    [InlineData("counter", 1_000)]
    [InlineData("append", 1_000)]
    public void The_search_takes_unknown_outcomes_where_values_repeat(string type, int operations)
    {
        ObjectHistory history = RandomObjects.Atomic(1, ObjectType.Find(type)!, operations, clients: 5, isBroken: false, unknown: 0.02, distinct: false);
        Assert.Equal(Judgement.Satisfied, LinearizableObject.Check(history).Judgement);
    }

    [Fact]
    public void Long_lists_are_told_apart_where_they_part()
    {
        long[] one = [.. Enumerable.Range(1, 22)], other = [.. one[..20], 22, 21];
        ObjectHistory history = new("l", ObjectType.Append, [.. one.Select(i => Do("A", "append", 2 * i, (2 * i) + 1, argument: i)), Do("B", "read", 90, 91) with { Items = one }, Do("C", "read", 92, 93) with { Items = other }]);
        Assert.Equal("what client B and client C read is alike for 20 values, and goes on with 21 and 22: neither is how the other began", LinearizableObject.Check(history).Reason);
    }

    [Fact]
    public void A_smaller_history_has_the_numbers_of_its_events_for_times()
    {
        ObjectHistory history = new("q", ObjectType.Queue,
        [
            Do("A", "enqueue", 1_000, 2_000, argument: 1), Do("A", "enqueue", 3_000, 4_000, argument: 2), Do("B", "dequeue", 5_000, 6_000, answer: 2), Do("B", "dequeue", 7_000, 8_000, answer: 1),
        ]);
        ObjectHistory small = ObjectShrinker.Shrink(history);
        Assert.Equal([(0L, 1L), (2L, 3L), (4L, 5L), (6L, 7L)], small.Operations.Select(o => (o.Invocation, o.Response)));
        Assert.Equal(Judgement.Violated, LinearizableObject.Check(small).Judgement);
    }

    [Fact]
    public void A_specification_that_asks_who_calls_is_searched_so()
    {
        ObjectHistory history = new("lock", ObjectType.Stack, [Do("A", "push", 0, 9), Do("B", "push", 1, 8), Do("B", "pop", 9, 10, answer: 0)]);
        Assert.Equal(Judgement.Satisfied, LinearizableObject.Check(history, new LastCaller()).Judgement);
    }

    [Fact]
    public void A_value_that_overtakes_another_in_a_queue_is_told_in_words()
    {
        ObjectHistory history = new("q", ObjectType.Queue,
        [
            Do("A", "enqueue", 0, 1, argument: 1), Do("A", "enqueue", 2, 3, argument: 2), Do("B", "dequeue", 4, 5, answer: 2), Do("B", "dequeue", 6, 7, answer: ObjectOperation.Empty),
        ]);
        Verdict verdict = LinearizableObject.Check(history);
        Assert.Equal([0, 1, 2], verdict.Core);
        Assert.Equal("client A enqueue(1) before client A enqueue(2), and client B dequeue() = 2 before 1, which nobody dequeued", verdict.Reason);
    }

    [Fact]
    public void A_specification_of_ones_own_is_searched()
    {
        ObjectHistory history = new("m", ObjectType.Register, [Do("A", "write", 0, 1, argument: 7), Do("A", "write", 2, 3, argument: 3), Do("B", "read", 4, 5, answer: 7)]);
        Assert.Equal(Judgement.Satisfied, LinearizableObject.Check(history, new Maximum()).Judgement);
        Assert.Equal(Judgement.Violated, LinearizableObject.Check(history).Judgement);
    }

    private static ObjectOperation Do(string client, string function, long from, long to, long argument = 0, long? answer = null) =>
        new() { Id = from, Client = client, Key = "o", Function = function, Argument = argument, Answer = answer, Invocation = from, Response = to };

    /// <summary>Answers whoever called last, and only him.</summary>
    private sealed class LastCaller : ISequentialSpecification<string>
    {
        public string Initial => "";

        public bool TryApply(string state, ObjectOperation operation, out string next)
        {
            next = operation.Client;
            return operation.Function == "push" || state == operation.Client;
        }
    }

    /// <summary>A register that keeps the largest value written.</summary>
    private sealed class Maximum : ISequentialSpecification<long>
    {
        public long Initial => 0;

        public bool TryApply(long state, ObjectOperation operation, out long next)
        {
            next = operation.Function == "write" ? Math.Max(state, operation.Argument) : state;
            return operation.Function == "write" || operation.Answer == state;
        }
    }
}
