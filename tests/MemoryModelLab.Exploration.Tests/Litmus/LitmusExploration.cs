using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using EventKind = MemoryModelLab.Models.Enumeration.EventKind;
using Locations = MemoryModelLab.Models.Enumeration.LocationTable;

namespace MemoryModelLab.Exploration.Tests.Litmus;

/// <summary>Explores a litmus test, and asks a cat model about it: how many executions end in which state.</summary>
internal static class LitmusExploration
{
    /// <summary>The executions the explorer finds, by final state; null if the test has loops or what the explorer does not have.</summary>
    public static SortedDictionary<string, long>? Explore(LitmusProgram program, MemoryModelKind model)
    {
        var states = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var locations = new Locations(program);
        bool looped = false, cut = false;
        var paths = program.Threads
            .Select(thread => PathEnumerator.Enumerate(
                thread, locations, LanguageRules.Of(program.Test.Architecture), new CheckOptions(), ref looped, ref cut))
            .ToList();
        if (looped || cut || paths.Exists(list => list.Count == 0)) return null;
        if (program.Architecture is Architecture.X86 or Architecture.X86_64 && paths.Exists(list => list.Any(HasInstructionOfTwo))) return null;
        try
        {
            var result = Explorer.Explore(
                () => Create(program, paths, locations, states), new ExplorationOptions { Model = model, KeepGoing = true }, dependenciesAreSaid: true);
            var errors = result.Failures.Where(failure => failure.Error is not null).Select(failure => failure.Error!).ToList();
            if (errors.Exists(error => error is NotSupportedException)) return null;
            Assert.Empty(errors);
            return states;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The executions a model allows, by final state; null if a bound was reached.</summary>
    public static SortedDictionary<string, long>? Check(LitmusProgram program, Models.MemoryModel model)
    {
        var result = ModelChecker.Check(program, model);
        return result.LoopBoundReached || !result.Complete
            ? null
            : new(result.States.ToDictionary(state => state.Text, state => state.Executions), StringComparer.Ordinal);
    }

    private static ExplorationProgram Create(
        LitmusProgram program, List<IReadOnlyList<ThreadPath>> paths, Locations locations, SortedDictionary<string, long> states)
    {
        var table = SharedMemory.Current.Locations;
        var events = paths.SelectMany(list => list).SelectMany(path => path.Events).ToList();
        int[] cells = [.. Enumerable.Range(0, locations.Count).Select(i => table.Add(new LocationInfo(
            locations[i].Initial,
            ulong.MaxValue,
            Any(events, i, EventTags.ObjectField) ? AddressSpace.AddressOf(locations[i].Declared) : 0,
            Any(events, i, EventTags.Reference),
            typeof(long),
            locations[i].Name)))];
        LitmusThread[] threads = [.. paths.Select(list => new LitmusThread(list, cells))];
        return new([.. threads.Select(thread => (Action)thread.Run)], () =>
        {
            var graph = SharedMemory.Current.Search.Graph;
            long[][] registers = [.. threads.Select((thread, index) => thread.Registers(graph, index))];
            long[] values = [.. program.Observed.Select(part => part.Thread >= 0
                ? registers[part.Thread][part.Index]
                : SharedMemory.Read<long>(cells[part.Index]))];
            string state = StateValues.Print(program, values);
            states[state] = states.GetValueOrDefault(state) + 1;
        });
    }

    /// <summary>An x86 instruction that reads and writes without being atomic: the cat model does not order its halves, program order does.</summary>
    private static bool HasInstructionOfTwo(ThreadPath path) => path.Events.Any(read => read.Kind == EventKind.Read
        && path.Events.Any(write => write.Kind == EventKind.Write && write.Rmw == RmwRole.None && write.Instruction == read.Instruction));

    private static bool Any(List<PathEvent> events, int location, EventTags tag) =>
        events.Exists(e => e.Location == location && e.Tags.HasFlag(tag));
}
