using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Generation;

/// <summary>The hand-written classics that are cycles: the generator makes a test of the same name with the same answers.</summary>
public sealed class ClassicsTests
{
    private static readonly string Folder = FindFolder();

    [Theory]
    [MemberData(nameof(CSharp))]
    [MemberData(nameof(X64))]
    [MemberData(nameof(AArch64))]
    [MemberData(nameof(C11))]
    public void TheGeneratedTestOfThatNameIsEquivalent(string folder, string name, string cycle)
    {
        Architecture architecture = folder switch
        {
            "csharp" => Architecture.CSharp,
            "x64" => Architecture.X86_64,
            "aarch64" => Architecture.AArch64,
            _ => Architecture.C,
        };
        LitmusTest generated = CycleGenerator.Generate(architecture, cycle);
        Assert.Equal(name, generated.Name);
        string path = Path.Combine(Folder, folder, name);
        LitmusTest classic = LitmusParser.Parse(File.ReadAllText(path + ".litmus"), path);
        foreach (string line in File.ReadLines(path + ".expected"))
        {
            var model = MemoryModel.BuiltIn(line.Split(' ')[0]);
            CheckResult expected = ModelChecker.Check(LitmusLowering.Lower(classic), model), actual = ModelChecker.Check(LitmusLowering.Lower(generated), model);
            Assert.Equal((expected.ConditionHolds, expected.Observation, expected.States.Count), (actual.ConditionHolds, actual.Observation, actual.States.Count));
        }
    }

    public static TheoryData<string, string, string> CSharp => Table("csharp", """
        2+2W: PodWW Coe PodWW Coe
        2+2W+membar: MembardWW Coe MembardWW Coe
        2+2W+volatile: PodWWPV Coe PodWWPV Coe
        CoRR: Rfe PosRR Fre
        CoRW: Rfe PosRW Coe
        CoWR: Coe PosWR Fre
        IRIW: Rfe PodRR Fre Rfe PodRR Fre
        IRIW+membar: Rfe MembardRR Fre Rfe MembardRR Fre
        IRIW+volatile: Rfe PodRRVP Fre Rfe PodRRVP Fre
        ISA2: PodWW Rfe PodRW Rfe PodRR Fre
        ISA2+volatile: PodWWPV RfeVV PodRWVV RfeVV PodRRVP Fre
        ISA2+volatile+data+volatile: PodWWPV RfeVP DpDatadW RfePV PodRRVP Fre
        LB: PodRW Rfe PodRW Rfe
        LB+ctrls: DpCtrldW Rfe DpCtrldW Rfe
        LB+data+po: DpDatadW Rfe PodRW Rfe
        LB+datas: DpDatadW Rfe DpDatadW Rfe
        LB+membar: MembardRW Rfe MembardRW Rfe
        LB+volatile: PodRWVV Rfe PodRWVV Rfe
        LB+volatile-read: PodRWVP Rfe PodRWVP Rfe
        LB+volatile-write: PodRWPV Rfe PodRWPV Rfe
        MP: PodWW Rfe PodRR Fre
        MP+interlocked+volatile: PodWWPI Rfe PodRRVP Fre
        MP+membar: MembardWW Rfe MembardRR Fre
        MP+membar+po: MembardWW Rfe PodRR Fre
        MP+po+volatile: PodWW Rfe PodRRVP Fre
        MP+volatile: PodWWPV Rfe PodRRVP Fre
        MP+volatile+ctrl: PodWWPV Rfe DpCtrldR Fre
        MP+volatile+po: PodWWPV Rfe PodRR Fre
        MP+writebarrier+readbarrier: WriteBarrierdWW Rfe ReadBarrierdRR Fre
        R: PodWW Coe PodWR Fre
        R+membar: MembardWW Coe MembardWR Fre
        R+po+membar: PodWW Coe MembardWR Fre
        R+volatile: PodWWPV Coe PodWRVV Fre
        R+volatile+interlocked: PodWWPV Coe PodWRIP Fre
        R+volatile+membar: PodWWPV Coe MembardWR Fre
        RWC: Rfe PodRR Fre PodWR Fre
        RWC+membar: Rfe MembardRR Fre MembardWR Fre
        RWC+volatile: Rfe PodRRVP Fre PodWRVV Fre
        RWC+volatile+membar: Rfe PodRRVP Fre MembardWR Fre
        S: PodWW Rfe PodRW Coe
        S+membar: MembardWW Rfe MembardRW Coe
        S+volatile: PodWWPV Rfe PodRWVV Coe
        S+volatile+data: PodWWPV Rfe DpDatadW Coe
        SB: PodWR Fre PodWR Fre
        SB+interlocked: PodWRIP Fre PodWRIP Fre
        SB+interlocked-read: PodWRPI Fre PodWRPI Fre
        SB+membar: MembardWR Fre MembardWR Fre
        SB+membar+po: MembardWR Fre PodWR Fre
        SB+rfi-pos: Rfi PodRR Fre Rfi PodRR Fre
        SB+volatile: PodWRVV Fre PodWRVV Fre
        WRC: Rfe PodRW Rfe PodRR Fre
        WRC+data+volatile: Rfe DpDatadW Rfe PodRRVP Fre
        WRC+volatile: Rfe PodRWVV Rfe PodRRVP Fre
        """);

    public static TheoryData<string, string, string> X64 => Table("x64", """
        2+2W: PodWW Coe PodWW Coe
        2+2W+sfences: SFencedWW Coe SFencedWW Coe
        2+2W+xchgs: PodWWPX Coe PodWWPX Coe
        CoRR: Rfe PosRR Fre
        CoRW: Rfe PosRW Coe
        CoWR: Coe PosWR Fre
        IRIW: Rfe PodRR Fre Rfe PodRR Fre
        ISA2: PodWW Rfe PodRW Rfe PodRR Fre
        ISA2+sfence+po+po: SFencedWW Rfe PodRW Rfe PodRR Fre
        LB: PodRW Rfe PodRW Rfe
        MP: PodWW Rfe PodRR Fre
        MP+mfence+po: MFencedWW Rfe PodRR Fre
        MP+mfences: MFencedWW Rfe MFencedRR Fre
        MP+sfence+po: SFencedWW Rfe PodRR Fre
        MP+xchg+po: PodWWPX Rfe PodRR Fre
        R: PodWW Coe PodWR Fre
        R+mfence+po: MFencedWW Coe PodWR Fre
        R+mfences: MFencedWW Coe MFencedWR Fre
        R+po+mfence: PodWW Coe MFencedWR Fre
        R+po+xchg: PodWW Coe PodWRXP Fre
        RWC: Rfe PodRR Fre PodWR Fre
        RWC+po+mfence: Rfe PodRR Fre MFencedWR Fre
        S: PodWW Rfe PodRW Coe
        SB: PodWR Fre PodWR Fre
        SB+lfences: LFencedWR Fre LFencedWR Fre
        SB+mfence+po: MFencedWR Fre PodWR Fre
        SB+mfences: MFencedWR Fre MFencedWR Fre
        SB+rfi-pos: Rfi PodRR Fre Rfi PodRR Fre
        SB+sfences: SFencedWR Fre SFencedWR Fre
        SB+xchgs: PodWRXP Fre PodWRXP Fre
        WRC: Rfe PodRW Rfe PodRR Fre
        """);

    public static TheoryData<string, string, string> AArch64 => Table("aarch64", """
        2+2W: PodWW Coe PodWW Coe
        2+2W+dmb.sts: DMB.STdWW Coe DMB.STdWW Coe
        2+2W+rels: PodWWPL Coe PodWWPL Coe
        CoRR: Rfe PosRR Fre
        CoRW: Rfe PosRW Coe
        CoWR: Coe PosWR Fre
        IRIW: Rfe PodRR Fre Rfe PodRR Fre
        IRIW+addr+po: Rfe DpAddrdR Fre Rfe PodRR Fre
        IRIW+addrs: Rfe DpAddrdR Fre Rfe DpAddrdR Fre
        IRIW+dmb.lds: Rfe DMB.LDdRR Fre Rfe DMB.LDdRR Fre
        ISA2: PodWW Rfe PodRW Rfe PodRR Fre
        ISA2+dmb.st+ctrl+addr: DMB.STdWW Rfe DpCtrldW Rfe DpAddrdR Fre
        ISA2+dmb.sy+data+addr: DMB.SYdWW Rfe DpDatadW Rfe DpAddrdR Fre
        ISA2+rel+acq-rel+acq: PodWWPL Rfe PodRWAL Rfe PodRRAP Fre
        LB: PodRW Rfe PodRW Rfe
        LB+acqs: PodRWAP Rfe PodRWAP Rfe
        LB+addr-pos: DpAddrdR PodRW Rfe DpAddrdR PodRW Rfe
        LB+addrs: DpAddrdW Rfe DpAddrdW Rfe
        LB+ctrls: DpCtrldW Rfe DpCtrldW Rfe
        LB+data+po: DpDatadW Rfe PodRW Rfe
        LB+datas: DpDatadW Rfe DpDatadW Rfe
        LB+dmb.lds: DMB.LDdRW Rfe DMB.LDdRW Rfe
        LB+dmb.sys: DMB.SYdRW Rfe DMB.SYdRW Rfe
        LB+rels: PodRWPL Rfe PodRWPL Rfe
        MP: PodWW Rfe PodRR Fre
        MP+dmb.ld+dmb.st: DMB.LDdWW Rfe DMB.STdRR Fre
        MP+dmb.st+dmb.ld: DMB.STdWW Rfe DMB.LDdRR Fre
        MP+dmb.sy+addr: DMB.SYdWW Rfe DpAddrdR Fre
        MP+dmb.sy+ctrl: DMB.SYdWW Rfe DpCtrldR Fre
        MP+dmb.sy+ctrl-rfi-addr: DMB.SYdWW Rfe DpCtrldW Rfi DpAddrdR Fre
        MP+dmb.sy+ctrlisb: DMB.SYdWW Rfe DpCtrlIsbdR Fre
        MP+dmb.sy+isb: DMB.SYdWW Rfe ISBdRR Fre
        MP+dmb.sy+po: DMB.SYdWW Rfe PodRR Fre
        MP+dmb.sys: DMB.SYdWW Rfe DMB.SYdRR Fre
        MP+ldxr-stlxr+acq: PodWWPXL Rfe PodRRAP Fre
        MP+po+dmb.sy: PodWW Rfe DMB.SYdRR Fre
        MP+rel+acq: PodWWPL Rfe PodRRAP Fre
        MP+rel+acqpc: PodWWPL Rfe PodRRQP Fre
        MP+rel+addr: PodWWPL Rfe DpAddrdR Fre
        MP+rel+po: PodWWPL Rfe PodRR Fre
        R: PodWW Coe PodWR Fre
        R+dmb.st+dmb.sy: DMB.STdWW Coe DMB.SYdWR Fre
        R+dmb.sys: DMB.SYdWW Coe DMB.SYdWR Fre
        R+po+dmb.sy: PodWW Coe DMB.SYdWR Fre
        R+rel+rel-acq: PodWWPL Coe PodWRLA Fre
        R+rel+rel-acqpc: PodWWPL Coe PodWRLQ Fre
        RWC: Rfe PodRR Fre PodWR Fre
        RWC+acq+rel-acq: Rfe PodRRAP Fre PodWRLA Fre
        RWC+addr+dmb.sy: Rfe DpAddrdR Fre DMB.SYdWR Fre
        S: PodWW Rfe PodRW Coe
        S+dmb.st+data: DMB.STdWW Rfe DpDatadW Coe
        S+dmb.sy+data: DMB.SYdWW Rfe DpDatadW Coe
        S+dmb.sys: DMB.SYdWW Rfe DMB.SYdRW Coe
        S+rel+acq: PodWWPL Rfe PodRWAP Coe
        SB: PodWR Fre PodWR Fre
        SB+dmb.sts: DMB.STdWR Fre DMB.STdWR Fre
        SB+dmb.sy+po: DMB.SYdWR Fre PodWR Fre
        SB+dmb.sys: DMB.SYdWR Fre DMB.SYdWR Fre
        SB+isbs: ISBdWR Fre ISBdWR Fre
        SB+ldaxr-stlxrs: PodWRXALP Fre PodWRXALP Fre
        SB+rel-acqpcs: PodWRLQ Fre PodWRLQ Fre
        SB+rel-acqs: PodWRLA Fre PodWRLA Fre
        SB+rfi-addrs: Rfi DpAddrdR Fre Rfi DpAddrdR Fre
        SB+swpals: PodWRAmo.SwpALP Fre PodWRAmo.SwpALP Fre
        SB+swps: PodWRAmo.SwpP Fre PodWRAmo.SwpP Fre
        WRC: Rfe PodRW Rfe PodRR Fre
        WRC+data+addr: Rfe DpDatadW Rfe DpAddrdR Fre
        WRC+po+addr: Rfe PodRW Rfe DpAddrdR Fre
        WRC+rel+acq: Rfe PodRWPL Rfe PodRRAP Fre
        """);

    public static TheoryData<string, string, string> C11 => Table("c11", """
        2+2W+fence.scs: FenceScdWW Coe FenceScdWW Coe
        2+2W+rels: PodWWRlxRel Coe PodWWRlxRel Coe
        2+2W+rlxs: PodWW Coe PodWW Coe
        2+2W+scs: PodWWScSc Coe PodWWScSc Coe
        CoRR: Rfe PosRR Fre
        CoRW: Rfe PosRW Coe
        CoWR: Coe PosWR Fre
        IRIW+fence.scs: Rfe FenceScdRR Fre Rfe FenceScdRR Fre
        IRIW+rlxs: Rfe PodRR Fre Rfe PodRR Fre
        ISA2+rel+acq-rel+acq: PodWWRlxRel Rfe PodRWAcqRel Rfe PodRRAcqRlx Fre
        ISA2+rlxs: PodWW Rfe PodRW Rfe PodRR Fre
        LB+acqs: PodRWAcqRlx Rfe PodRWAcqRlx Rfe
        LB+ctrls: DpCtrldW Rfe DpCtrldW Rfe
        LB+datas: DpDatadW Rfe DpDatadW Rfe
        LB+rlxs: PodRW Rfe PodRW Rfe
        MP+fence.rel+fence.acq: FenceReldWW Rfe FenceAcqdRR Fre
        MP+rel+acq: PodWWRlxRel Rfe PodRRAcqRlx Fre
        MP+rel+rlx: PodWWRlxRel Rfe PodRR Fre
        MP+rlx+acq: PodWW Rfe PodRRAcqRlx Fre
        MP+rlxs: PodWW Rfe PodRR Fre
        R+fence.scs: FenceScdWW Coe FenceScdWR Fre
        R+rel+rel-acq: PodWWRlxRel Coe PodWRRelAcq Fre
        R+rlxs: PodWW Coe PodWR Fre
        R+scs: PodWWScSc Coe PodWRScSc Fre
        RWC+fence.scs: Rfe FenceScdRR Fre FenceScdWR Fre
        RWC+rlxs: Rfe PodRR Fre PodWR Fre
        S+rel+acq: PodWWRlxRel Rfe PodRWAcqRlx Coe
        S+rlxs: PodWW Rfe PodRW Coe
        SB+fence.ars: FenceAcqReldWR Fre FenceAcqReldWR Fre
        SB+fence.sc+po: FenceScdWR Fre PodWR Fre
        SB+fence.scs: FenceScdWR Fre FenceScdWR Fre
        SB+rel-acqs: PodWRRelAcq Fre PodWRRelAcq Fre
        SB+rlxs: PodWR Fre PodWR Fre
        SB+sc+rel-acq: PodWRScSc Fre PodWRRelAcq Fre
        SB+scs: PodWRScSc Fre PodWRScSc Fre
        WRC+rel+acq: Rfe PodRWRlxRel Rfe PodRRAcqRlx Fre
        WRC+rlxs: Rfe PodRW Rfe PodRR Fre
        """);

    private static TheoryData<string, string, string> Table(string folder, string lines)
    {
        var data = new TheoryData<string, string, string>();
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)) data.Add(folder, line.Split(':')[0], line.Split(':')[1].Trim());
        return data;
    }

    private static string FindFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MemoryModelLab.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("no MemoryModelLab.sln above the tests"), "litmus", "classic");
    }
}
