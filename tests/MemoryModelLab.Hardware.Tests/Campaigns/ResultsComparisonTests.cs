using MemoryModelLab.Hardware.Campaigns;
using static MemoryModelLab.Hardware.Tests.Campaigns.Records;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Two files side by side.</summary>
public sealed class ResultsComparisonTests
{
    [Fact]
    public void Says_what_one_saw_and_how_much_the_other_should_have()
    {
        using var folder = new ScratchFolder();
        string a = folder.File("a"), b = folder.File("b");
        TestIdentity other = Mp with { Hash = "ffff" };
        Write(a, Header, Batch(1, Sb, ("weak", 10), ("strong", 90)), Batch(2, Mp, ("x", 1)));
        Write(b, Header with { Tests = [other, Sb] }, Batch(1, Sb, ("strong", 50)), Batch(2, other, ("x", 1)));
        IReadOnlyList<ComparedTest> tests = ResultsComparison.Of(ResultsSummary.Read(a), ResultsSummary.Read(b));
        Assert.Equal(["SB", "MP+volatile"], tests.Select(t => t.Name));
        Assert.Equal([new ComparedOutcome("strong", 90, 50, null), new ComparedOutcome("weak", 10, 0, 5)], tests[0].Outcomes);
        Assert.Equal([false, true], tests.Select(t => t.IsChanged));
    }

    [Fact]
    public void A_test_only_one_file_has_is_compared_with_nothing()
    {
        using var folder = new ScratchFolder();
        string a = folder.File("a"), b = folder.File("b");
        Write(a, Header with { Tests = [Sb] }, Batch(1, Sb, ("weak", 10)));
        Write(b, Header with { Tests = [Mp] }, Batch(1, Mp, ("x", 1)));
        IReadOnlyList<ComparedTest> tests = ResultsComparison.Of(ResultsSummary.Read(a), ResultsSummary.Read(b));
        Assert.Null(tests[0].Second);
        Assert.Null(tests[1].First);
        Assert.All(tests.SelectMany(t => t.Outcomes), o => Assert.Null(o.Expected));
    }
}
