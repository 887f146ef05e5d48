using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Verification;
using Xunit.Abstractions;

namespace MemoryModelLab.Machine.Tests.Verification;

/// <summary>Protocols by themselves: the coherent ones hold their invariants whatever the cores do, the broken ones are caught.</summary>
public sealed class ProtocolCheckTests(ITestOutputHelper output)
{
    public static TheoryData<string> Coherent =>
        [.. BusProtocols.All.Select(table => table.Name).Concat(DirectoryProtocols.All.Select(protocol => protocol.Name)).Where(name => !name.StartsWith("broken", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Coherent))]
    public void Invariants_hold_whatever_three_cores_do(string protocol)
    {
        foreach (ProtocolCheckOptions options in (ProtocolCheckOptions[])[new() { Protocol = protocol, Caches = 3 }, new() { Protocol = protocol, Caches = 2, Words = 2 }])
        {
            ProtocolCheckResult result = ProtocolCheck.Run(options);
            Assert.Null(result.Violation);
            Assert.True(result.IsComplete);
        }
    }

    // The runs were followed by hand through the tables. With a directory: read a line (three steps), then let the other core ask to write it.
    [Theory]
    [InlineData("broken-incoherent", "data value", 2)]
    [InlineData("broken-lost-invalidation", "single writer", 3)]
    [InlineData("broken-lost-writeback", "data value", 3)]
    [InlineData("broken-missing-owned", "single writer", 2)]
    [InlineData("broken-directory-missing-transient", "missing transition", 7)]
    [InlineData("broken-directory-lost-invalidation", "single writer", 6)]
    [InlineData("broken-directory-order", "missing transition", 9)]
    public void A_broken_protocol_is_caught_with_a_shortest_run(string protocol, string invariant, int steps)
    {
        ProtocolCheckResult result = Run(protocol, 2, 1, 2);
        Assert.StartsWith(invariant, result.Violation, StringComparison.Ordinal);
        Assert.Equal(steps, result.Trace!.Steps.Count);
    }

    /// <summary>The states of two lines, explored as states of two lines and not as pairs.</summary>
    [Theory]
    [InlineData("mesi", 3, 2)]
    [InlineData("moesi", 2, 2)]
    [InlineData("msi-directory", 1, 2)]
    public void Pairs_of_lines_are_the_states_of_two_lines(string protocol, int caches, int values)
    {
        var whole = new Explorer(new ProtocolSystem(protocol, caches, 2, 1, values, 16));
        whole.Run();
        ProtocolCheckResult pairs = ProtocolCheck.Run(new ProtocolCheckOptions { Protocol = protocol, Caches = caches, Lines = 2, Values = values, UsesSymmetry = false });
        Assert.True(whole.IsComplete);
        Assert.Equal(whole.States, pairs.States);
        Assert.Equal(pairs.LineStates * pairs.LineStates, pairs.States);
    }

    /// <summary>
    /// One core has no other name, and every state holds a value, so renaming two values leaves half the states of a line; of n such states
    /// there are n (n + 1) / 2 pairs in no order.
    /// </summary>
    [Theory]
    [InlineData("mesi-directory")]
    [InlineData("moesi")]
    public void Symmetry_leaves_as_many_states_as_can_be_counted_by_hand(string protocol)
    {
        long half = Run(protocol, 1, 1, 2).LineStates / 2;
        Assert.Equal(half, Run(protocol, 1, 1, 2).States);
        Assert.Equal(half * (half + 1) / 2, Run(protocol, 1, 2, 2).States);
        Assert.Equal(half * (half + 1) * (half + 2) / 6, Run(protocol, 1, 3, 2).States);
    }

    [Fact]
    public void States_up_to_the_names_of_cores_are_the_classes_of_all_states()
    {
        var system = new ProtocolSystem("mesi-directory", 3, 1, 1, 1, 16);
        var explorer = new Explorer(system);
        explorer.Run();
        var classes = new HashSet<string>();
        ulong[] renamed = new ulong[system.Words];
        for (int state = 0; state < explorer.States; state++)
        {
            var names = new List<string>();
            foreach (int[] order in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
            {
                system.Rename(explorer.State(state), renamed, [.. order, 3], [0, 1]);
                names.Add(string.Join(' ', renamed));
            }

            classes.Add(names.Min(StringComparer.Ordinal)!);
        }

        Assert.Equal(classes.Count, ProtocolCheck.Run(new ProtocolCheckOptions { Protocol = "mesi-directory", Values = 1 }).States);
    }

    private ProtocolCheckResult Run(string protocol, int caches, int lines, int values)
    {
        ProtocolCheckResult result = ProtocolCheck.Run(new ProtocolCheckOptions { Protocol = protocol, Caches = caches, Lines = lines, Values = values });
        output.WriteLine($"{protocol}, {caches} caches, {lines} lines, {values} values: {result.States} states ({result.LineStates} of a line), {result.Steps} steps, {result.Elapsed}; {result.Violation} {result.Trace?.Steps.Count}");
        return result;
    }
}
