using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>Turns an execution the search stands at into one that can be kept and shown.</summary>
internal static class Witness
{
    public static ExecutionGraph Of(ExecutionSearch execution, LitmusProgram program)
    {
        EventStructure structure = execution.Structure;
        var events = new GraphEvent[structure.Count];
        for (int e = 0; e < events.Length; e++)
        {
            ExecutionEvent x = structure.Events[e];
            string? location = x.Location < 0 ? null : structure.Locations[x.Location].Name;
            long value = x.IsWrite ? execution.Values.Written[e] : execution.Values.Returned[e];
            events[e] = new GraphEvent(x, location, value, StateValues.Print(program, value));
        }

        int n = structure.Count;
        return new ExecutionGraph(events,
        [
            new("po", structure.Relation(BaseRelation.Po)),
            new("rf", new BitMatrix(n, execution.Evaluator.Rf)),
            new("co", new BitMatrix(n, execution.Evaluator.Co)),
            new("fr", new BitMatrix(n, execution.Evaluator.Fr)),
            new("rmw", structure.Relation(BaseRelation.Rmw)),
            new("addr", structure.Relation(BaseRelation.Addr)),
            new("data", structure.Relation(BaseRelation.Data)),
            new("ctrl", structure.Relation(BaseRelation.Ctrl)),
        ]);
    }
}
