using MemoryModelLab.Hardware.Campaigns;
using MemoryModelLab.Hardware.MachineCode;
using static MemoryModelLab.Hardware.Tests.Campaigns.Records;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Merging counts every batch once, and refuses what does not add up.</summary>
public sealed class ResultsMergeTests
{
    [Fact]
    public void A_file_and_a_copy_that_went_on_make_each_batch_once()
    {
        using var folder = new ScratchFolder();
        string a = folder.File("a"), b = folder.File("b"), c = folder.File("c");
        Write(a, Header, Batch(1, Sb, ("s", 1)), Batch(2, Sb, ("s", 2)));
        File.Copy(a, b);
        Write(a, Header, Batch(3, Sb, ("s", 4)) with { Run = "r2" });
        Write(b, Header, Batch(3, Mp, ("s", 8)) with { Run = "r3" }, Batch(4, Mp, ("s", 16)) with { Run = "r3" });
        Assert.Equal(new ResultsMerge(5, 2), ResultsMerge.Write([b, a], c));
        ResultsSummary merged = ResultsSummary.Read(c);
        Assert.Equal((7L, 24L), (merged.Totals[Sb.Hash].Iterations, merged.Totals[Mp.Hash].Iterations));
        Write(c, Header, Batch(5, Sb, ("s", 1)) with { Run = "r4" }); // and it can be resumed
    }

    [Fact]
    public void Files_of_different_tests_of_one_host_go_together()
    {
        using var folder = new ScratchFolder();
        string a = folder.File("a"), b = folder.File("b"), c = folder.File("c");
        Write(a, Header with { Tests = [Sb] }, Batch(1, Sb, ("s", 1)));
        Write(b, Header with { Tests = [Mp] }, Batch(1, Mp, ("s", 1)) with { Run = "r2" });
        ResultsMerge.Write([a, b], c);
        Assert.Equal([Sb, Mp], ResultsSummary.Read(c).Header.Tests);
    }

    [Fact]
    public void Mixtures_that_make_no_sense_are_refused()
    {
        using var folder = new ScratchFolder();
        string a = folder.File("a");
        Write(a, Header, Batch(1, Sb, ("s", 1)));
        Refused(Header with { Host = Box with { Architecture = "arm64" } }, Sb, "different hosts (architecture x64, not arm64)");
        Refused(Header with { Jit = JitMode.Tier0 }, Sb, "compiled differently (--jit tier1, not tier0)");
        Refused(Header with { Tests = [Sb with { Hash = "eeee" }] }, Sb with { Hash = "eeee" }, "different tests SB (CSharp)");
        Refused(Header, Mp, "batch 1 of run r1 is another one than in");
        Assert.Contains("there is such a file already", Assert.Throws<ResultsFileException>(() => ResultsMerge.Write([a], a)).Message, StringComparison.Ordinal);

        void Refused(ResultsHeader header, TestIdentity test, string message)
        {
            string b = folder.File(Guid.NewGuid().ToString()), c = folder.File("c");
            Write(b, header, Batch(1, test, ("s", 1)));
            Assert.Contains(message, Assert.Throws<ResultsFileException>(() => ResultsMerge.Write([a, b], c)).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(c));
        }
    }
}
