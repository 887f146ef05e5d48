using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Models.Tests.Explanation;

/// <summary>What two models say differently, and that they say the same.</summary>
public sealed class ModelDifferenceTests
{
    [Theory]
    [InlineData("classic/csharp/SB", "x86-tso", "sc", "0:r0=0; 1:r0=0", "x86-tso", "sc")]
    [InlineData("classic/csharp/LB", "rc11", "dotnet", "0:r0=1; 1:r0=1", "dotnet", "no-thin-air")]
    [InlineData("classic/csharp/IRIW+volatile", "dotnet", "ra", "2:r0=1; 2:r1=0; 3:r0=1; 3:r1=0", "ra", "order")]
    public void One_outcome_separates_them(string test, string first, string second, string outcome, string allowing, string rule)
    {
        ModelDifference difference = Of(test, first, second);
        OutcomeDifference only = Assert.Single(difference.Outcomes);
        Assert.True(difference.IsComplete);
        Assert.Equal(outcome, only.Outcome);
        Assert.Equal(allowing, Assert.IsType<OutcomeExplanation.Allowed>(only.Allowing).Model);
        Assert.Equal(rule, Assert.IsType<OutcomeExplanation.Forbidden>(only.Forbidding).Reasons[0].Rule);
    }

    [Theory]
    [InlineData("classic/csharp/MP", "x86-tso", "sc")]
    [InlineData("classic/csharp/SB", "x86-tso", "dotnet")]
    [InlineData("classic/csharp/CoRR", "sc", "arm64")]
    public void They_agree(string test, string first, string second) => Assert.True(Of(test, first, second).Agree);

    private static ModelDifference Of(string test, string first, string second) =>
        ModelDifference.Of(LitmusFiles.Load(test), MemoryModel.BuiltIn(first), MemoryModel.BuiltIn(second));
}
