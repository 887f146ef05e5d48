namespace MemoryModelLab.Cli.Tests;

/// <summary>Assemblies with attribute tests on the command line.</summary>
public sealed class AttributeTests
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "AttributeTests.dll");

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

    [Theory]
    [InlineData("check", "--as-compiled", "x64")]
    [InlineData("sim")]
    [InlineData("jit")]
    public void A_class_that_is_only_run_is_told_and_not_taken_for_an_empty_test(string verb, params string[] options)
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64) return;
        MmlResult result = Mml.Run([verb, Samples, .. options]);
        Assert.Contains("#AttributeTests.LazyInitialisation: this test is run only: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("LazyInitialisation", result.Output, StringComparison.Ordinal);
        Assert.Contains("StoreBuffering", result.Output, StringComparison.Ordinal); // the others are answered
        Assert.Equal(64, result.Code);
    }

    [Theory]
    [InlineData("sc", "Sometimes")]
    [InlineData("x86-tso", "Sometimes")]
    public void Models_know_what_an_arbiter_sees(string model, string answer)
    {
        MmlResult result = Mml.Run("check", $"{Samples}#AttributeTests.LostUpdate", "--model", model);
        Assert.Equal(0, result.Code);
        Assert.Contains($"Observation LostUpdate {answer} ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("[left]=0", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("loop reached the bound", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_arbiter_looks_at_what_is_left()
    {
        MmlResult result = Mml.Run("run", $"{Samples}#AttributeTests.LostUpdate", "--iterations", "20000");
        Assert.Equal(0, result.Code); // 0 updates, or 3, would be forbidden
        Assert.Contains("[left]=2;", result.Output, StringComparison.Ordinal);
    }
}
