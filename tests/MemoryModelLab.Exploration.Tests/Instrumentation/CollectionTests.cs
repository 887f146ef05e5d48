using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The framework's collections, as copies of the code that they are.</summary>
public class CollectionTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    private static readonly List<int> Kept = [];

    [Fact]
    public void A_list_under_a_lock_holds_what_both_have_added() => Passes(static () =>
    {
        var list = new List<int>();
        Action add = () =>
        {
            lock (list) list.Add(1);
        };
        Parallel.Invoke(add, add);
        Assert.Equal(2, list.Count);
    });

    [Fact]
    public void A_list_without_a_lock_loses_additions()
    {
        ExplorationResult result = tests.Run(static () =>
        {
            var list = new List<int>();
            Parallel.Invoke(() => list.Add(1), () => list.Add(1));
            Assert.Equal(2, list.Count);
        });
        Assert.Equal(ExplorationVerdict.Failed, result.Verdict);
        Site[] sites = [.. result.Failures[0].Execution.Events.Where(e => e.Location.StartsWith("List.", StringComparison.Ordinal)).Select(e => SiteTable.Get(e.Site))];
        Assert.Contains(sites, site => site.Via == "List.Add");
        Assert.All(sites, site => Assert.Equal("CollectionTests.cs", Path.GetFileName(site.File)));
    }

    [Fact]
    public void Two_orders_of_two_additions_are_seen() => BothAreSeen(static seen =>
    {
        var list = new List<int>();
        Parallel.Invoke(() => { lock (list) list.Add(1); }, () => { lock (list) list.Add(2); });
        seen(list[0] == 1);
    });

    [Fact]
    public void Two_orders_of_two_texts_are_seen() => BothAreSeen(static seen =>
    {
        var text = new StringBuilder();
        Parallel.Invoke(() => { lock (text) text.Append("ab").Append(1); }, () => { lock (text) text.Append(CultureInfo.InvariantCulture, $"c{2}"); });
        Assert.True(text.ToString() is "ab1c2" or "c2ab1");
        seen(text[0] == 'a');
    });

    [Fact]
    public void What_a_queue_gives_was_put_in_before() => BothAreSeen(static seen =>
    {
        var (queue, taken) = (new Queue<string>(), "");
        Parallel.Invoke(() => { lock (queue) queue.Enqueue("a"); }, () => { lock (queue) taken = queue.TryDequeue(out string? first) ? first : ""; });
        Assert.Equal(taken == "a" ? 0 : 1, queue.Count);
        seen(taken == "a");
    });

    [Fact]
    public void A_set_and_a_dictionary_under_a_lock_keep_one_of_equal_keys() => Passes(static () =>
    {
        var (set, dictionary, added) = (new HashSet<string>(), new Dictionary<object, int>(), 0);
        object key = new();
        Action add = () =>
        {
            lock (set)
                added += (set.Add("a") ? 1 : 0) + (dictionary.TryAdd(key, 1) ? 1 : 0);
        };
        Parallel.Invoke(add, add);
        Assert.Equal((2, 1, 1), (added, set.Count, dictionary.Count));
    });

    [Fact]
    public void A_list_of_a_threads_own_is_its_own() => Passes(static () =>
    {
        int x = 0;
        Action collect = () =>
        {
            var list = new List<int> { Volatile.Read(ref x) };
            Volatile.Write(ref x, 1);
            list.Add(1);
            Assert.Equal(2, list.Count);
        };
        Parallel.Invoke(collect, collect);
    });

    [Fact]
    public void A_list_that_nobody_changes_any_more_costs_nothing()
    {
        ExplorationResult result = tests.Run(static () =>
        {
            var (list, x) = (new List<int> { 1 }, 0);
            Parallel.Invoke(() => x = list[0], () => x = list.Count);
            Assert.Equal(1, x);
        });
        Assert.Equal((ExplorationVerdict.Passed, 2), (result.Verdict, result.Complete));
    }

    [Fact]
    public void A_static_list_is_as_it_was_before_each_execution() => Passes(static () =>
    {
        Kept.Add(1);
        int x = 0;
        Parallel.Invoke(() => x = 1, () => x = 2);
        Assert.NotEqual(0, x);
        Assert.Single(Kept);
    });

    [Fact]
    public void Collections_answer_as_before() => Passes(static () =>
    {
        List<int> list = [3, 1, 2];
        list.Sort();
        Assert.Equal([1, 2, 3], list);
        list.Sort((left, right) => right - left);
        Assert.Equal("3,2,1", string.Join(',', list));
        Assert.True((object)list is IReadOnlyList<int> and List<int> && list.GetType() == typeof(List<int>));
        Assert.Equal([2, 3], list.Where(item => item > 1).Order().ToList());
        Assert.True(list.ToHashSet().SetEquals([1, 2, 3]));
        var byKey = new SortedDictionary<int, List<int>> { [2] = list, [1] = [] };
        Assert.Equal([1, 2], byKey.Keys);
        var soonest = new PriorityQueue<string, int>([("b", 2), ("a", 1)]);
        Assert.Equal("a", soonest.Dequeue());
        Assert.Equal(2, new LinkedList<int>(list).First!.Next!.Value);
        Assert.Equal(4, new Stack<int>([3, 4]).Peek());
        Assert.Equal("1, 22", new StringBuilder("1").Append(", ").AppendJoin("", [2, 2]).ToString());
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int item in list)
                list.Add(item);
        });
    });

    [Fact]
    public void Methods_of_other_code_take_a_set_and_return_a_dictionary() => Passes(static () =>
    {
        var set = new HashSet<int> { 1, 2 };
        Assert.Contains(2, set);
        Dictionary<string, int> lengths = Enumerable.Range(1, 2).ToDictionary(length => new string('b', length));
        Assert.Equal(2, Assert.Contains("bb", lengths));
        Assert.Equal(2, lengths.ToDictionary(pair => pair.Value, pair => pair.Key).Count);
    });

    [Fact]
    public void Objects_that_are_made_elsewhere_in_each_run_are_keys() => Passes(static () =>
    {
        var errors = new Dictionary<Exception, int>();
        Action<int> add = value =>
        {
            var error = new InvalidOperationException();
            lock (errors) errors[error] = value;
            lock (errors) Assert.Equal(value, errors[error]);
        };
        Parallel.Invoke(() => add(1), () => add(2));
        Assert.Equal(2, errors.Count);
    });

    [Fact]
    public void Objects_have_the_same_hash_codes_in_every_exploration()
    {
        Assert.Equal(Hashes(), Hashes());

        string Hashes() => tests.Run(static () =>
        {
            object[] keys = [new(), new(), new Log()];
            throw new InvalidOperationException(string.Join(' ', keys.Select(key => new HashSet<object>(1) { key }.Comparer.GetHashCode(key))) + keys[1].GetHashCode());
        }).Failures[0].Message;
    }

    [Fact]
    public void A_class_derives_from_a_list() => BothAreSeen(static seen =>
    {
        var log = new Log();
        Parallel.Invoke(() => { lock (log) log.Add("a"); }, () => { lock (log) seen(log.Last == "a"); });
    });

    [Fact]
    public void An_initialiser_may_make_two_and_keeps_one() => BothAreSeen(static seen =>
    {
        string? kept = null;
        int made = 0;
        Action make = () => LazyInitializer.EnsureInitialized(ref kept, () => Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture));
        Parallel.Invoke(make, make);
        Assert.NotNull(kept);
        seen(made == 2);
    });

    [Fact]
    public void An_immutable_list_is_updated_by_both() => Passes(static () =>
    {
        ImmutableList<int> list = [];
        Parallel.Invoke(() => ImmutableInterlocked.Update(ref list, old => old.Add(1)), () => ImmutableInterlocked.Update(ref list, old => old.Add(2)));
        Assert.Equal(2, list.Count);
    });

    [Fact]
    public void A_field_of_a_box_is_shared_as_any() => BothAreSeen(static seen =>
    {
        var box = new StrongBox<int>();
        Parallel.Invoke(() => box.Value = 1, () => seen(box.Value == 1));
    });

    [Fact]
    public void Code_that_is_not_rewritten_is_given_no_copy() => Assert.Contains(
        "StringWriter..ctor is not supported by the explorer: it is code that is not rewritten, and takes or returns a StringBuilder",
        Assert.Throws<UnsupportedCodeException>(() => tests.Run(static () => new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture).Write(1))).Message, StringComparison.Ordinal);

    /// <summary>There are executions in which something is seen, and others.</summary>
    private void BothAreSeen(Action<Action<bool>> program)
    {
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(program, seen => Assert.False(seen)).Verdict);
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(program, seen => Assert.True(seen)).Verdict);
    }

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures)));
    }

    private sealed class Log : List<string>
    {
        public string? Last => Count == 0 ? null : this[^1];
    }
}
