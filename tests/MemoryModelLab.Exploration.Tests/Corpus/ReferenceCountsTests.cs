namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>
/// The classic programs in plain C# have the numbers of executions that are known of them: the closed forms of the literature, and GenMC's. All that are
/// recorded: <see cref="CorpusCountsTests"/>.
/// </summary>
public class ReferenceCountsTests
{
    [Theory]
    [InlineData("fetchadd", "N=5", 120, 120, 120)]
    [InlineData("lostupdate", "N=3", 36, 36, 36)]
    [InlineData("casloop", "N=2", 4, 4, 4)]
    [InlineData("casloop", "N=3", 60, 60, 60)]
    [InlineData("readers", "N=8", 256, 256, 256)]
    [InlineData("lastzero", "N=6", 144, 144, 224)]
    [InlineData("iriw", "", 15, 15, 16)]
    [InlineData("iriw", "FENCED", 15, 15, 15)]
    [InlineData("sbplain", "N=2", 3, 4, 4)]
    [InlineData("sbplain", "N=4", 15, 16, 16)]
    [InlineData("sbfence", "N=4", 15, 15, 15)]
    [InlineData("twowriters", "N=2", 22, 22, 36)]
    [InlineData("twowriters", "N=3", 300, 300, 576)]
    [InlineData("spinlock", "N=3", 6, 6, 6)]
    [InlineData("ticketlock", "N=3", 6, 6, 6)]
    [InlineData("spscring", "N=2", 9, 9, 9)]
    [InlineData("spscring", "N=4", 225, 256, 256)]
    [InlineData("treiber", "P=2 -DC=1", 22, 22, 22)]
    [InlineData("treiber", "P=2 -DC=2", 220, 220, 220)]
    [InlineData("msq", "P=2 -DC=1", 188, 188, 188)]
    public void Plain_CSharp_has_the_known_number_of_executions(string program, string arguments, long sequential, long totalStoreOrder, long rc11) =>
        Assert.Equal(
            (sequential, totalStoreOrder, rc11),
            (Count(program, arguments, MemoryModelKind.Sequential), Count(program, arguments, MemoryModelKind.TotalStoreOrder), Count(program, arguments, MemoryModelKind.RC11)));

    private static long Count(string program, string arguments, MemoryModelKind model)
    {
        var result = Reference.Explore(program, arguments, new ExplorationOptions { Symmetry = false, Model = model });
        Assert.Equal(ExplorationVerdict.Passed, result.Verdict);
        return result.Complete;
    }
}
