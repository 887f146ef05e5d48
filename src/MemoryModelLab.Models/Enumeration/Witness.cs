using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>Turns an execution the search stands at into one that can be kept and shown.</summary>
internal static class Witness
{
    public static ExecutionGraph Of(ExecutionSearch execution, LitmusProgram program)
    {
        int n = execution.Structure.Count;
        return Of(
            execution.Structure, execution.Values, new BitMatrix(n, execution.Evaluator.Rf), new BitMatrix(n, execution.Evaluator.Co),
            new BitMatrix(n, execution.Evaluator.Fr), program);
    }

    /// <summary>The execution of an event structure with these values and relations.</summary>
    public static ExecutionGraph Of(EventStructure structure, ValueFlow values, BitMatrix rf, BitMatrix co, BitMatrix fr, LitmusProgram program)
    {
        var events = new GraphEvent[structure.Count];
        for (int e = 0; e < events.Length; e++)
        {
            ExecutionEvent x = structure.Events[e];
            string? location = x.Location < 0 ? null : structure.Locations[x.Location].Name;
            long value = x.IsWrite ? values.Written[e] : values.Returned[e];
            events[e] = new GraphEvent(x, location, value, StateValues.Print(program, value));
        }

        return new ExecutionGraph(events,
        [
            new("po", structure.Relation(BaseRelation.Po)),
            new("rf", rf),
            new("co", co),
            new("fr", fr),
            new("rmw", structure.Relation(BaseRelation.Rmw)),
            new("addr", structure.Relation(BaseRelation.Addr)),
            new("data", structure.Relation(BaseRelation.Data)),
            new("ctrl", structure.Relation(BaseRelation.Ctrl)),
        ]);
    }
}
