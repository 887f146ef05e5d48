using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Enumeration;

/// <summary>
/// The pruned search against the definition: every choice of a write for each read and of an order for each location's writes is made,
/// and the model is asked only then. Random straight-line programs, with locked exchanges among the accesses.
/// </summary>
public class BruteForceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 120)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheSearchFindsTheAllowedExecutionsAndNoOther(int seed)
    {
        LitmusProgram program = RandomProgram(new Random(seed));
        foreach (CompiledModel model in (CompiledModel[])[SmallModels.Sc(), SmallModels.Tso(), SmallModels.WithoutCoherence()])
        {
            Dictionary<string, long> expected = BruteForce(program, model);
            CheckResult result = ModelChecker.Check(program, new ModelInstance(model));
            Assert.Equal(expected, result.States.ToDictionary(s => string.Join(' ', s.Values.ToArray()), s => s.Executions));
        }
    }

    private static LitmusProgram RandomProgram(Random random)
    {
        int value = 0;
        var threads = new List<Op[]>();
        for (int thread = random.Next(2, 4); thread > 0; thread--)
        {
            var code = new List<Op>();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                Operand address = Operand.Const(AddressSpace.AddressOf(random.Next(2)));
                int register = code.Count(op => op is Op.Load);
                int kind = random.Next(5);
                if (kind != 0) code.Add(kind < 3
                    ? new Op.Load(1, register, address, EventTags.None)
                    : new Op.Store(1, address, Operand.Const(++value), EventTags.None));
                if (kind != 0) continue;
                code.Add(new Op.Load(1, register, address, EventTags.ReadModifyWrite));
                code.Add(new Op.Store(1, address, Operand.Const(++value), EventTags.ReadModifyWrite, RmwRole.Atomic));
            }

            threads.Add([.. code]);
        }

        return new LitmusProgram
        {
            Test = new LitmusTest { Architecture = Architecture.X86_64, Name = "random", Threads = [] },
            Locations = [new Location("x", 0, 0, 0), new Location("y", 1, 0, 0)],
            Threads = [.. threads.Select(code => new ThreadProgram { Registers = ["a", "b", "c"], InitialValues = [0, 0, 0], Code = code })],
            Observed =
            [
                .. threads.SelectMany((_, t) => Enumerable.Range(0, 3).Select(r => new Observed($"{t}:{r}", t, r))),
                new Observed("[x]", -1, 0),
                new Observed("[y]", -1, 1),
            ],
            Condition = null,
        };
    }

    private static Dictionary<string, long> BruteForce(LitmusProgram program, CompiledModel model)
    {
        var locations = new LocationTable(program);
        bool bound = false, cut = false;
        ThreadPath[] paths = [.. program.Threads.Select(t => PathEnumerator.Enumerate(t, locations, LanguageRules.Of(program.Test.Architecture), new CheckOptions(), ref bound, ref cut).Single())];
        var structure = new EventStructure(paths, locations, true);
        int[] reads = [.. structure.Set(BaseSet.Reads).Elements()];
        int[] writes = [.. structure.Set(BaseSet.Writes).Elements()];
        var states = new Dictionary<string, long>();
        foreach (int[] sources in Product([.. reads.Select(r => Array.FindAll(writes, w => SameLocation(w, r) && !IsLater(w, r)))]))
        {
            foreach (int[][] orders in Product([.. Enumerable.Range(0, locations.Count).Select(l =>
                Permutations(Array.FindAll(writes, w => w >= structure.InitialWrites && structure.Events[w].Location == l)).ToArray())]))
            {
                if (IsAllowed(sources, orders)) Count(sources, orders);
            }
        }

        return states;

        bool IsLater(int a, int b) => a > b && structure.Events[a].Thread == structure.Events[b].Thread;

        bool SameLocation(int a, int b) => structure.Events[a].Location == structure.Events[b].Location;

        bool IsAllowed(int[] sources, int[][] orders)
        {
            int n = structure.Count;
            BitMatrix rf = new(n), co = new(n), fr = new(n);
            for (int r = 0; r < reads.Length; r++) rf[sources[r], reads[r]] = true;
            for (int l = 0; l < orders.Length; l++)
            {
                int[] order = structure.InitialWrite[l] < 0 ? [] : [structure.InitialWrite[l], .. orders[l]];
                for (int i = 0; i < order.Length; i++)
                {
                    for (int j = i + 1; j < order.Length; j++) co[order[i], order[j]] = true;
                }
            }

            for (int r = 0; r < reads.Length; r++) co.Row(sources[r]).CopyTo(fr.Row(reads[r]));
            var values = new NodeValues(model.Graph, structure, rf, co, fr, new EventSet(n));
            return model.Checks.All(values.Holds);
        }

        void Count(int[] sources, int[][] orders)
        {
            var values = new List<long>();
            for (int t = 0; t < paths.Length; t++)
            {
                for (int register = 0; register < 3; register++)
                {
                    values.Add(paths[t].Registers[register] is Expression.ReadValue read
                        ? Written(sources[Array.IndexOf(reads, structure.First[t] + read.Event)])
                        : 0);
                }
            }

            for (int l = 0; l < orders.Length; l++) values.Add(orders[l].Length == 0 ? 0 : Written(orders[l][^1]));
            string key = string.Join(' ', values);
            states[key] = states.GetValueOrDefault(key) + 1;
        }

        long Written(int write) => write < structure.InitialWrites ? 0 : ((Expression.Constant)structure.Sources[write]!.Value!).Value;
    }

    private static IEnumerable<T[]> Product<T>(T[][] choices) => choices.Aggregate(
        (IEnumerable<T[]>)[[]], (chosen, next) => chosen.SelectMany(c => next.Select(x => (T[])[.. c, x])));

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Permutations([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
