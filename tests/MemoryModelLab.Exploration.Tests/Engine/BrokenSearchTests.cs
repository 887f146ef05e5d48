using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;

namespace MemoryModelLab.Exploration.Tests.Engine;

/// <summary>Searches and models with a part left out, each found by a number of executions that is wrong.</summary>
public class BrokenSearchTests
{
    [Fact]
    public void The_parts_left_out_below_are_all_that_differs() => Assert.Equal(120, Count("fetchadd", "N=5", (model, table, width) => new Search(model, table, width)));

    [Fact]
    public void Without_revisits_executions_are_missed() =>
        Assert.True(Count("fetchadd", "N=5", (model, table, width) => new WithoutRevisits(model, table, width)) < 120);

    [Fact]
    public void Revisiting_whatever_was_removed_explores_executions_twice() =>
        Assert.True(Count("casloop", "N=3", (model, table, width) => new WithoutMaximality(model, table, width)) > 60);

    [Fact]
    public void Without_atomicity_increments_are_lost() =>
        Assert.Equal(
            ExplorationVerdict.Failed,
            Explore("fetchadd", "N=5", (model, table, width) => new WithoutAtomicity(model, table, width)).Verdict);

    [Fact]
    public void Without_the_order_of_fences_a_ring_misses_itself()
    {
        var result = ReferenceRunners.Explore(_ => new ProgramRunner(_ => new WithoutFences(), Clocks.Lanes), "sbfence", "N=4", new ExplorationOptions());
        Assert.Equal(16, result.Complete);
    }

    private static long Count(string program, string arguments, Func<ConsistencyModel, LocationTable, int, Search> create) =>
        Explore(program, arguments, create).Complete;

    private static ExplorationResult Explore(string program, string arguments, Func<ConsistencyModel, LocationTable, int, Search> create)
    {
        ProgramRunner Runner(Schedule? schedule) => new(_ => new SequentialModel(Clocks.Lanes), Clocks.Lanes, create);
        var options = new ExplorationOptions { KeepGoing = true, MaxExecutions = 1_000 };
        return ReferenceRunners.Explore(Runner, program, arguments, options);
    }

    private sealed class WithoutRevisits(ConsistencyModel model, LocationTable locations, int width) : Search(model, locations, width)
    {
        protected override void Revisit(int write, int limit)
        {
        }
    }

    private sealed class WithoutMaximality(ConsistencyModel model, LocationTable locations, int width) : Search(model, locations, width)
    {
        protected override bool IsMaximal(int id, ReadOnlySpan<short> prefix) => true;
    }

    private sealed class WithoutAtomicity(ConsistencyModel model, LocationTable locations, int width) : Search(model, locations, width)
    {
        protected override int RivalAt(int store) => -1;
    }

    private sealed class WithoutFences() : OrderModel(Clocks.Lanes)
    {
        public override void Added(ExecutionGraph graph, int id)
        {
            ref var e = ref graph.Events[id];
            (e.Before, e.Chain) = (e.Kind is EventKind.Read or EventKind.Fence ? 0 : e.Position, -1);
        }
    }
}
