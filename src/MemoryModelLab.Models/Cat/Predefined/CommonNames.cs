using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The names that every architecture has: those herd7 predefines for memory events.</summary>
internal static class CommonNames
{
    /// <summary>Adds them.</summary>
    public static void AddTo(NameTable table)
    {
        RelationGraph graph = table.Graph;
        int reads = graph.SetLeaf(BaseSet.Reads), writes = graph.SetLeaf(BaseSet.Writes);
        int memory = graph.Union(reads, writes), initial = graph.SetLeaf(BaseSet.InitialWrites);
        table["R"] = reads;
        table["W"] = writes;
        table["M"] = memory;
        table["F"] = graph.SetLeaf(BaseSet.Fences);
        table["IW"] = table["I"] = initial;
        int co = table["co"] = graph.RelationLeaf(BaseRelation.Co);
        int final = table["FW"] = graph.SetLeaf(BaseSet.FinalWrites);

        int loc = table["loc"] = graph.RelationLeaf(BaseRelation.Loc);
        int ext = table["ext"] = graph.RelationLeaf(BaseRelation.External);
        int sameThread = table["int"] = graph.RelationLeaf(BaseRelation.Internal);
        int id = table["id"] = graph.RelationLeaf(BaseRelation.Id);
        table["po"] = graph.RelationLeaf(BaseRelation.Po);
        table["addr"] = table["native-addr"] = graph.RelationLeaf(BaseRelation.Addr);
        table["data"] = table["native-data"] = graph.RelationLeaf(BaseRelation.Data);
        table["ctrl"] = table["native-ctrl"] = graph.RelationLeaf(BaseRelation.Ctrl);
        table["pick-addr"] = graph.RelationLeaf(BaseRelation.PickAddr);
        table["pick-data"] = graph.RelationLeaf(BaseRelation.PickData);
        table["pick-ctrl"] = graph.RelationLeaf(BaseRelation.PickCtrl);
        table["depend"] = graph.Union(table["addr"], table["data"]);
        table["rmw"] = graph.RelationLeaf(BaseRelation.Rmw);
        int amo = table["amo"] = graph.RelationLeaf(BaseRelation.Amo);
        table["lxsx"] = graph.RelationLeaf(BaseRelation.LoadStoreExclusive);
        table["rf"] = graph.RelationLeaf(BaseRelation.Rf);
        int fr = table["fr"] = graph.RelationLeaf(BaseRelation.Fr);
        table["coi"] = graph.Intersect(co, sameThread);
        table["coe"] = graph.Intersect(co, ext);
        table["fri"] = graph.Intersect(fr, sameThread);
        table["fre"] = graph.Intersect(fr, ext);

        // What every coherence order contains: initial writes come first, final ones last.
        table["co0"] = table["pco"] = graph.Intersect(
            loc,
            graph.Union(graph.Product(initial, graph.Difference(writes, initial)), graph.Product(graph.Difference(writes, final), final)));

        // Events of the same instruction: the halves of an atomic one. Accesses are never split here, so each is its own "same memory".
        table["si"] = table["same-instance"] = graph.Union(id, graph.Union(amo, graph.Inverse(amo)));
        table["sm"] = graph.Identity(memory);
        table["same-low-order-bits"] = loc;

        // Register and branch events, and the order within an instruction: structures here hold memory events and fences only, and
        // dependencies are given (addr, data, ctrl).
        table.AddEmptySets("B", "BCC", "PRED", "C", "J", "Rreg", "Wreg", "ADDR", "DATA", "NDATA", "PoD", "LKW", "SPEC");
        table["EXEC"] = graph.SetLeaf(BaseSet.Events);
        table.AddEmptyRelations("iico_data", "iico_ctrl", "iico_order", "rf-reg", "control", "success", "instr", "inv-domain");
    }
}
