using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Litmus.Tests.Generation;

public sealed class CycleTests
{
    [Theory]
    [InlineData(Architecture.CSharp, "Rfe PodRR Fre PodWW", "PodWW Rfe PodRR Fre", "MP")]
    [InlineData(Architecture.CSharp, "Fre PodWWPV Rfe PodRRVP", "PodWWPV RfeVV PodRRVP Fre", "MP+volatile")]
    [InlineData(Architecture.CSharp, "PodWWPV Rfe PodRR Fre", "PodWWPV RfeVP PodRR Fre", "MP+volatile+po")]
    [InlineData(Architecture.X86_64, "Fre MFencedWR Fre PodWR", "MFencedWR Fre PodWR Fre", "SB+mfence+po")]
    [InlineData(Architecture.X86_64, "PodWRXP Fre PodWRXP Fre", "PodWRXP FrePX PodWRXP FrePX", "SB+xchgs")]
    [InlineData(Architecture.X86_64, "Wse PodWW Wse PodWW Wse PodWW", "PodWW Coe PodWW Coe PodWW Coe", "3.2W")]
    [InlineData(Architecture.AArch64, "DMB.SYdWW Rfe DpAddrdR Fre", "DMB.SYdWW Rfe DpAddrdR Fre", "MP+dmb.sy+addr")]
    [InlineData(Architecture.AArch64, "PodRW Rfe DpDatadW Rfe", "DpDatadW Rfe PodRW Rfe", "LB+data+po")]
    [InlineData(Architecture.AArch64, "DMB.SYdWW Rfe DpCtrldW Rfi DpAddrdR Fre", "DMB.SYdWW Rfe DpCtrldW Rfi DpAddrdR Fre", "MP+dmb.sy+ctrl-rfi-addr")]
    [InlineData(Architecture.AArch64, "PodWWPL RfeLA PodRWAL RfeLA PodRRAP Fre", "PodWWPL RfeLA PodRWAL RfeLA PodRRAP Fre", "ISA2+rel+acq-rel+acq")]
    [InlineData(Architecture.C, "PodWRScSc Fre PodWRScSc Fre", "PodWRScSc FreScSc PodWRScSc FreScSc", "SB+scs")]
    [InlineData(Architecture.C, "PodWWRlxRel Rfe PodRR Fre", "PodWWRlxRel RfeRelRlx PodRR Fre", "MP+rel+rlx")]
    [InlineData(Architecture.X86_64, "Rfe PosRR Fre", "Rfe PosRR Fre", "CoRR")]
    [InlineData(Architecture.X86_64, "Rfe PodRR Fre Rfe PodRW Coe", "Rfe PodRR Fre Rfe PodRW Coe", "IRRWIW")]
    [InlineData(Architecture.X86_64, "PodWR Fre PodWW Rfe PodRR Fre PodWW Rfe PodRR Fre", "PodWW Rfe PodRR Fre PodWW Rfe PodRR Fre PodWR Fre", "WW+RR+WW+RR+WR")]
    public void IsNormalisedAndNamed(Architecture architecture, string text, string normal, string name)
    {
        Cycle cycle = Cycle.Parse(architecture, text);
        Assert.Equal((normal, name), (cycle.ToString(), cycle.Name));
    }

    [Theory]
    [InlineData(Architecture.CSharp, "Rfe Rfe PodRR", "cycle:1:5: Rfe ends in a read, but Rfe begins with a write; behind Rfe fits a fence or one of DpDatadW, DpDatasW, DpCtrldR,")]
    [InlineData(Architecture.CSharp, "Rfe PodRW", "cycle:1:1: Rfe is the only edge that leads to another thread")]
    [InlineData(Architecture.CSharp, "PodWW PodWW", "cycle:1:1: no edge leads to another thread")]
    [InlineData(Architecture.CSharp, "Rfe PodRR Fre", "cycle:1:5: PodRR is the only edge between different locations, so the cycle would end at another location than it began; write PosRR or")]
    [InlineData(Architecture.C, "Rfe DpAddrdR Fre PodWW", "cycle:1:5: 'DpAddrdR': C11 has no address dependency")]
    [InlineData(Architecture.X86_64, "Rfe DpDatadW Rfe PodRW", "cycle:1:5: 'DpDatadW': x64 keeps reads before all that follows")]
    [InlineData(Architecture.AArch64, "Rfe DpDatadR Fre PodWW", "cycle:1:5: 'DpDatadR': a data dependency goes from a read into the value of a write")]
    [InlineData(Architecture.AArch64, "Rfe PodRRLP Fre PodWW", "cycle:1:5: 'PodRRLP': a read cannot be L; it can be P, A, Q,")]
    [InlineData(Architecture.AArch64, "PodWWPL RfePA PodRRAP Fre", "cycle:1:9: one access would be L (in PodWWPL) and P (in RfePA)")]
    [InlineData(Architecture.AArch64, "PodWWL Rfe PodRR Fre", "cycle:1:1: 'PodWWL': PodWW is followed by two annotations")]
    [InlineData(Architecture.X86_64, "Rfe PodRr Fre PodWW", "cycle:1:5: 'PodRr' is no edge of X86_64; did you mean 'PodRR'?")]
    [InlineData(Architecture.X86_64, "", "cycle:1:1: no edges, expected a cycle such as")]
    public void WhatIsNoneIsRefusedWithWhatWouldFit(Architecture architecture, string text, string begin) =>
        Assert.StartsWith(begin, Assert.Throws<LitmusException>(() => Cycle.Parse(architecture, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ACycleIsOfBoundedSize() =>
        Assert.Contains("more than 32 edges", Assert.Throws<LitmusException>(() => Cycle.Parse(Architecture.C, string.Concat(Enumerable.Repeat("PodWW Coe ", 1000)))).Message, StringComparison.Ordinal);
}
