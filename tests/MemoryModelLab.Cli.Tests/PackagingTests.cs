namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml</c> as a .NET tool: packed, installed from the folder, and used outside the repository.</summary>
public sealed class PackagingTests
{
    [Fact]
    public void The_packed_tool_installs_and_checks_a_test()
    {
        using var folder = new TemporaryFolder();
        string project = Path.Combine(Mml.Repository, "src", "MemoryModelLab.Cli");
        string build = Path.Combine(folder.Path, "build"), tool = Path.Combine(folder.Path, "tool");

        // Built aside, so that it disturbs no build that is going on.
        MmlResult packed = Mml.Execute(
            "dotnet", ["pack", project, "-c", "Release", "-o", folder.Path, "--artifacts-path", build, "--nologo"], Mml.Repository);
        Assert.True(packed.Code == 0, packed.Output + packed.Errors);
        MmlResult installed = Mml.Execute(
            "dotnet", ["tool", "install", "MemoryModelLab.Cli", "--tool-path", tool, "--source", folder.Path], folder.Path);
        Assert.True(installed.Code == 0, installed.Output + installed.Errors);

        string test = folder.Write("SB.litmus", File.ReadAllText(Path.Combine(Mml.Repository, "litmus", "classic", "csharp", "SB.litmus")));
        MmlResult result = Mml.Execute(Path.Combine(tool, "mml"), ["check", test], folder.Path);
        Assert.Equal(0, result.Code);
        Assert.Contains("Observation SB Sometimes 1 3 dotnet Ok", result.Lines);

        // The tests come with it, by name and by folder.
        MmlResult byName = Mml.Execute(Path.Combine(tool, "mml"), ["check", "MP+volatile"], folder.Path);
        Assert.Contains("Observation MP+volatile Never 0 3 dotnet No", byName.Lines);
        MmlResult byFolder = Mml.Execute(Path.Combine(tool, "mml"), ["check", "litmus/classic/x64", "--expected"], folder.Path);
        Assert.Equal(0, byFolder.Code);
    }
}
