using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The names of the Armv8 models.</summary>
internal static class AArch64Names
{
    private const EventTags Domains = EventTags.DomainIsh | EventTags.DomainOsh | EventTags.DomainNsh;

    private static readonly (string Domain, EventTags Tag)[] NamedDomains =
    [
        ("ISH", EventTags.DomainIsh), ("OSH", EventTags.DomainOsh), ("NSH", EventTags.DomainNsh),
    ];

    private static readonly (string Kind, string Accesses, EventTags Tag)[] Barriers =
    [
        ("DMB", "", EventTags.DmbSy), ("DMB", "LD", EventTags.DmbLd), ("DMB", "ST", EventTags.DmbSt),
        ("DSB", "", EventTags.DsbSy), ("DSB", "LD", EventTags.DsbLd), ("DSB", "ST", EventTags.DsbSt),
    ];

    /// <summary>The names for AArch64 tests.</summary>
    public static void AddTo(NameTable table)
    {
        RelationGraph graph = table.Graph;
        table["A"] = table.Tagged(EventTags.Acquire);
        table["L"] = table.Tagged(EventTags.Release);
        table["Q"] = table.Tagged(EventTags.AcquirePc);
        table["X"] = table.Tagged(EventTags.Exclusive);
        table["NoRet"] = table.Tagged(EventTags.NoReturn);
        table["AMO"] = table.Tagged(EventTags.ReadModifyWrite);
        table["ISB"] = table.Tagged(EventTags.Isb);
        foreach ((string kind, string accesses, EventTags tag) in Barriers)
        {
            table[FullSystem(kind, accesses)] = graph.TagLeaf(tag, Domains);
            foreach ((string domain, EventTags domainTag) in NamedDomains)
            {
                table[$"{kind}.{domain}{accesses}"] = graph.Intersect(table.Tagged(tag), table.Tagged(domainTag));
            }
        }

        AddRest(table);
    }

    private static string FullSystem(string kind, string accesses) => $"{kind}.{(accesses.Length == 0 ? "SY" : accesses)}";

    private static void AddRest(NameTable table)
    {
        // All accesses here are explicit ones of instructions: no translation tables, tag checks, instruction fetches, faults.
        table["Exp"] = table["M"];
        table.AddEmptySets(
            "NExp", "T", "Tag", "FAULT", "TagCheck", "MMU", "D-MMU", "I-MMU", "Translation", "AccessFlag", "Permission", "PTE", "PTEV", "PTEINV",
            "AF", "DB", "TLBI", "EXC-ENTRY", "EXC-RET", "SVC", "Instr", "SPURIOUS", "Restricted-CMODX", "UDF", "TLBUncacheable", "IC", "DC",
            "IC.IALLU", "IC.IALLUIS", "IC.IVAU", "DC.CVAU", "DC.CVAC", "DC.CIVAC", "DC.IVAC", "GIC", "SVE", "SME", "CMO", "PA",
            "D-PTE", "UndefinedInstruction", "TLBIIS", "TLBInXS", "PTEMemAttr", "PTEAF0", "PTEDB0");
        table.AddEmptyRelations("same-tag-loc", "tlbi-after", "ifetch-from", "nextlevel");
    }
}
