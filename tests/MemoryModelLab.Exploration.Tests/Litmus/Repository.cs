namespace MemoryModelLab.Exploration.Tests.Litmus;

/// <summary>The checkout these tests were built in.</summary>
internal static class Repository
{
    /// <summary>The folder of the tests that come with the lab.</summary>
    public static string Litmus { get; } = Find();

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "litmus", "models"))) return Path.Combine(folder, "litmus");
        throw new DirectoryNotFoundException("the folder 'litmus' is not above the tests");
    }
}
