using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;
using MemoryModelLab.Models;

namespace MemoryModelLab.Exploration.Tests.Litmus;

public class LitmusCrossCheckTests
{
    private const int Stride = 37;
    private const int Most = 80;
    private const int RandomTests = 100;
    private const string NoThinAir = "\nacyclic po | rf as no-thin-air\n";

    public static TheoryData<string, string, MemoryModelKind, string> Folders => new()
    {
        { "csharp", "sc", MemoryModelKind.Sequential, "" },
        { "csharp", "dotnet", MemoryModelKind.DotNet, NoThinAir },
        { "dotnet", "dotnet", MemoryModelKind.DotNet, NoThinAir },
        { "x64", "x86-tso", MemoryModelKind.TotalStoreOrder, "" },
        { "c11", "rc11", MemoryModelKind.RC11, "" },
        { "c11", "ra", MemoryModelKind.ReleaseAcquire, "" },
    };

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_shipped_tests_have_the_executions_the_cat_model_allows(string folder, string name, MemoryModelKind kind, string rest)
    {
        var tests = Directory.EnumerateFiles(Repository.Litmus, "*.litmus", SearchOption.AllDirectories)
            .Where(path => path.Split(Path.DirectorySeparatorChar).Contains(folder))
            .Select(path => LitmusParser.Parse(File.ReadAllText(path), path));
        int compared = Compare(tests, name, kind, rest);
        Assert.True(compared >= 20, $"only {compared} tests");
    }

    [Theory]
    [InlineData(Architecture.CSharp, "dotnet", MemoryModelKind.DotNet, NoThinAir)]
    [InlineData(Architecture.CSharp, "sc", MemoryModelKind.Sequential, "")]
    [InlineData(Architecture.X86_64, "x86-tso", MemoryModelKind.TotalStoreOrder, "")]
    [InlineData(Architecture.C, "rc11", MemoryModelKind.RC11, "")]
    [InlineData(Architecture.C, "ra", MemoryModelKind.ReleaseAcquire, "")]
    public void Generated_cycles_have_the_executions_the_cat_model_allows(Architecture architecture, string name, MemoryModelKind kind, string rest)
    {
        var plain = new CycleVocabulary(architecture);
        var vocabulary = plain with { Annotations = CycleVocabulary.ParseAnnotations(architecture, "all") };
        var cycles = CriticalCycles.Enumerate(vocabulary, 3, 5).Where((_, index) => index % Stride == 0).Take(Most)
            .Concat(CriticalCycles.Enumerate(plain, 3, 6).Where((_, index) => index % Stride == 0).Take(Most));
        int compared = Compare(cycles.Select(CycleGenerator.Generate), name, kind, rest);
        Assert.True(compared >= 40, $"only {compared} tests");
    }

    [Theory]
    [InlineData("sc", MemoryModelKind.Sequential, "")]
    [InlineData("dotnet", MemoryModelKind.DotNet, NoThinAir)]
    [InlineData("x86-tso", MemoryModelKind.TotalStoreOrder, "")]
    public void Random_programs_have_the_executions_the_cat_model_allows(string name, MemoryModelKind kind, string rest)
    {
        var tests = Enumerable.Range(0, RandomTests).Select(seed => new RandomPrograms(seed).CSharp(2 + (seed % 2), 5 + (seed % 3)));
        Assert.True(Compare(tests, name, kind, rest) >= RandomTests / 2);
    }

    [Theory]
    [InlineData("rc11", MemoryModelKind.RC11)]
    [InlineData("ra", MemoryModelKind.ReleaseAcquire)]
    public void Random_programs_in_C_have_the_executions_the_cat_model_allows(string name, MemoryModelKind kind)
    {
        var tests = Enumerable.Range(0, RandomTests).Select(seed => new RandomPrograms(seed).C(2 + (seed % 2), 5 + (seed % 3)));
        Assert.True(Compare(tests, name, kind, "") >= RandomTests / 2);
    }

    private static int Compare(IEnumerable<LitmusTest> tests, string name, MemoryModelKind kind, string rest)
    {
        var builtIn = MemoryModel.BuiltIn(name);
        var model = rest.Length == 0 ? builtIn : MemoryModel.FromText(name + "-without-thin-air", builtIn.Text + rest);
        List<string> wrong = [];
        int compared = 0;
        foreach (var test in tests)
        {
            var program = model.Compile(LitmusLowering.Lower(test));
            if (LitmusExploration.Explore(program, kind) is not { } explored || LitmusExploration.Check(program, model) is not { } allowed) continue;
            compared++;
            if (!explored.SequenceEqual(allowed)) wrong.Add($"{test.Name}: explored {Show(explored)}; allowed {Show(allowed)}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}: {string.Join('\n', wrong.Take(12))}");
        return compared;
    }

    private static string Show(SortedDictionary<string, long> states) => string.Join(" | ", states.Select(state => $"{state.Value}x {state.Key}"));
}
