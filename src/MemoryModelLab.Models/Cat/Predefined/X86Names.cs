using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The names of the x86 models.</summary>
internal static class X86Names
{
    /// <summary>The names for X86 and X86_64 tests.</summary>
    public static void AddTo(NameTable table)
    {
        table["X"] = table["AMO"] = table.Tagged(EventTags.ReadModifyWrite);
        int mfence = table["MFENCE"] = table.Tagged(EventTags.MFence);
        int lfence = table["LFENCE"] = table.Tagged(EventTags.LFence);
        int sfence = table["SFENCE"] = table.Tagged(EventTags.SFence);
        table["mfence"] = table.FenceRelation(mfence);
        table["lfence"] = table.FenceRelation(lfence);
        table["sfence"] = table.FenceRelation(sfence);
        table.AddEmptySets("NTS");
    }
}
