namespace MemoryModelLab.Stores.Tests;

/// <summary>The files of the repository the tests run in.</summary>
internal static class Repository
{
    /// <summary>A file by its path in the repository.</summary>
    /// <exception cref="FileNotFoundException">It is in no folder above the tests.</exception>
    public static string File(params string[] path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine([folder.FullName, .. path]);
            if (System.IO.File.Exists(file))
                return file;
        }
        throw new FileNotFoundException($"{Path.Combine(path)} is in no folder above the tests.");
    }
}
