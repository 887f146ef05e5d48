using System.Text;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Tests.Engine;

/// <summary>
/// Programs of random statements, some of whose threads run the same ones, and their executions up to which of these is which: found by
/// renaming the threads of each execution in all ways.
/// </summary>
internal sealed class TwinPrograms
{
    private readonly int[] kinds;
    private readonly (int Statement, int Cell, int Value)[][] codes;
    private readonly int cells;

    /// <summary>A random program.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="kinds">Of each thread, which code it runs.</param>
    /// <param name="statements">How many statements codes have at most.</param>
    public TwinPrograms(int seed, int[] kinds, int statements)
    {
        var random = new Random(seed);
        this.kinds = kinds;
        cells = random.Next(1, 4);
        codes = [.. Enumerable.Range(0, kinds.Max() + 1).Select(_ => Enumerable.Range(0, random.Next(1, statements + 1))
            .Select(_ => (random.Next(seed % 2 == 0 ? 9 : 4), random.Next(cells), random.Next(1, 3))).ToArray())];
    }

    /// <summary>A program.</summary>
    /// <param name="kinds">Of each thread, which code it runs.</param>
    /// <param name="codes">The codes: what is done, to which variable, with which value.</param>
    public TwinPrograms(int[] kinds, (int Statement, int Cell, int Value)[][] codes)
    {
        (this.kinds, this.codes) = (kinds, codes);
        cells = codes.Max(code => code.Max(statement => statement.Cell)) + 1;
    }

    /// <summary>How often each execution, up to renaming, was explored; and how many were explored in all.</summary>
    public (SortedDictionary<string, int> Executions, ExplorationResult Result) Explore(MemoryModelKind model, bool symmetry)
    {
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var result = Explorer.Explore(
            () =>
            {
                Cell<int>[] variables = [.. Enumerable.Range(0, cells).Select(_ => new Cell<int>())];
                Action[] bodies = [.. codes.Select(code => (Action)(() => Run(code, variables)))];
                return new ExplorationProgram([.. kinds.Select(kind => bodies[kind])], () =>
                {
                    string key = Renamings(0, new int[kinds.Length], 0).Select(names => Key(SharedMemory.Current.Search.Graph, names)).Min(StringComparer.Ordinal)!;
                    found[key] = found.GetValueOrDefault(key) + 1;
                });
            },
            new ExplorationOptions { Model = model, Symmetry = symmetry });
        return (found, result);
    }

    private static void Run((int Statement, int Cell, int Value)[] code, Cell<int>[] variables)
    {
        int read = 0;
        foreach (var (statement, index, value) in code)
        {
            var cell = variables[index];
            switch (statement)
            {
                case 0: cell.Value = value; break;
                case 1: cell.Volatile = read + value; break;
                case 2 or 3: read = cell.Value; break;
                case 4: read = cell.Volatile; break;
                case 5: read = cell.FetchAdd(value); break;
                case 6: read = cell.CompareExchange(value, 0); break;
                case 7: if (read == 0) cell.Value = value; break;
                default: SharedMemory.Fence(); break;
            }
        }
    }

    /// <summary>All ways to exchange threads of the same code: the new name of each.</summary>
    private IEnumerable<int[]> Renamings(int thread, int[] names, int taken)
    {
        if (thread == kinds.Length)
        {
            yield return [.. names, kinds.Length];
            yield break;
        }

        for (int name = 0; name < kinds.Length; name++)
        {
            if (kinds[name] != kinds[thread] || (taken & 1 << name) != 0) continue;
            names[thread] = name;
            foreach (int[] all in Renamings(thread + 1, names, taken | 1 << name)) yield return all;
        }
    }

    private static string Key(ExecutionGraph graph, int[] names)
    {
        string Name(int store) => store < 0 ? "initial" : $"{names[graph.Events[store].Thread]}.{graph.Events[store].Position}";
        var text = new StringBuilder();
        foreach (int thread in Enumerable.Range(0, graph.ThreadCount).OrderBy(thread => names[thread]))
        {
            for (int at = 0; at < graph.Threads[thread].Length; at++)
            {
                ref var e = ref graph.Events[graph.Threads[thread].Events[at]];
                text.Append(e.Kind).Append(e.IsRead ? Name(e.ReadsFrom) : "").Append(',');
            }

            text.Append(';');
        }

        for (int location = 0; location < graph.LocationCount; location++)
        {
            for (int store = graph.Locations[location].First; store >= 0; store = graph.Events[store].CoNext) text.Append($" {location}:{Name(store)}");
        }

        return text.ToString();
    }
}
