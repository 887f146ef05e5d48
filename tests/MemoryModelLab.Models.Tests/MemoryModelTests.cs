using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Tests;

public class MemoryModelTests
{
    public static TheoryData<string, Architecture> ModelsAndArchitectures()
    {
        var data = new TheoryData<string, Architecture>();
        foreach (string name in MemoryModel.BuiltInNames)
        {
            foreach (Architecture architecture in Enum.GetValues<Architecture>()) data.Add(name, architecture);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ModelsAndArchitectures))]
    public void Every_built_in_model_compiles_for_every_architecture(string name, Architecture architecture)
    {
        CompiledModel model = MemoryModel.BuiltIn(name).Compile(architecture);
        Assert.True(model.IsComplete);
        Assert.Contains(model.Checks, c => c.Severity == CheckSeverity.Require);
        Assert.All(model.Checks, c => Assert.DoesNotContain(" at ", c.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistyped_name_gets_a_suggestion()
    {
        var error = Assert.Throws<ArgumentException>(() => MemoryModel.BuiltIn("sd"));
        Assert.Contains("did you mean 'sc'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Included_files_are_sought_beside_the_including_file_then_beside_the_model()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mml-cat-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "sub"));
            string main = Path.Combine(folder.FullName, "main.cat");
            File.WriteAllText(main, "C Title\ninclude \"sub/one.cat\"\nacyclic two as c\ninclude \"cos.cat\"");
            File.WriteAllText(Path.Combine(folder.FullName, "sub", "one.cat"), "include \"two.cat\" include \"three.cat\"");
            File.WriteAllText(Path.Combine(folder.FullName, "sub", "two.cat"), "let two = po");
            File.WriteAllText(Path.Combine(folder.FullName, "three.cat"), "acyclic rf as three");
            MemoryModel model = MemoryModel.FromFile(main);
            Assert.Equal(("main", "Title", Architecture.C), (model.Name, model.Title, model.Target));
            Assert.Equal(["three", "c"], model.Compile(Architecture.C).Checks.Select(c => c.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_that_includes_itself_is_an_error()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mml-{Guid.NewGuid():N}.cat");
        File.WriteAllText(path, $"include \"{Path.GetFileName(path)}\"");
        try
        {
            Assert.Throws<LitmusException>(() => MemoryModel.FromFile(path).Compile(Architecture.C));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_is_an_error_with_its_name()
    {
        var error = Assert.Throws<LitmusException>(() => MemoryModel.FromFile("no/such.cat"));
        Assert.Contains("no/such.cat", error.Message, StringComparison.Ordinal);
    }
}
