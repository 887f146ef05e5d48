namespace MemoryModelLab.Cli.Tests;

/// <summary>Assemblies with attribute tests on the command line.</summary>
public sealed class AttributeTests
{
    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        using var folder = new TemporaryFolder();
        MmlResult result = Mml.Run("run", folder.Write("my.dll", "text"));
        Assert.Equal(64, result.Code);
        Assert.Contains("this is no .NET assembly", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_tests_is_refused()
    {
        MmlResult result = Mml.Run("check", typeof(AttributeTests).Assembly.Location);
        Assert.Equal(64, result.Code);
        Assert.Contains("no class of this assembly is marked [LitmusTest]", result.Errors, StringComparison.Ordinal);
    }
}
