using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests;

/// <summary>The project's own litmus files against the answers recorded beside them.</summary>
public sealed class LitmusFolderTests
{
    /// <summary>The folder <c>litmus</c> of this checkout.</summary>
    internal static readonly string Folder = FindFolder();

    private static readonly string[] ReadFiles = [.. Relative("*.litmus")];

    public static TheoryData<string> Files => [.. ReadFiles];

    public static TheoryData<string> GradedFiles => [.. ReadFiles.Where(file => Parse(file).Expectations.Count > 0)];

    [Fact]
    public void EveryTestHasARecordAndEveryRecordATest() =>
        Assert.Equal(Relative("*.litmus").Select(WithoutExtension), Relative("*.expected").Select(WithoutExtension));

    [Theory]
    [MemberData(nameof(Files))]
    public void IsNamedLikeItsFileAndTellsItsStory(string file)
    {
        LitmusTest test = Parse(file);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), test.Name);
        Assert.False(string.IsNullOrWhiteSpace(test.Description));
        Assert.All(test.Expectations, expectation => Assert.NotNull(expectation.Sentence));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void PrintsWhatWasParsed(string file)
    {
        LitmusTest test = Parse(file);
        Assert.Equal(test, LitmusParser.Parse(LitmusPrinter.Print(test), file));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AnswersAsRecorded(string file)
    {
        LitmusProgram program = LitmusLowering.Lower(Parse(file));
        string[] recorded = File.ReadAllLines(Path.Combine(Folder, Path.ChangeExtension(file, ".expected")));
        Assert.NotEmpty(recorded);
        Assert.All(recorded, line =>
        {
            string model = line.Split(' ')[0];
            CheckResult result = ModelChecker.Check(program, MemoryModel.BuiltIn(model));
            Assert.True(result.Complete);
            Assert.Equal(line, $"{model} {(result.ConditionHolds ? "Ok" : "No")} {result.Observation}");
        });
    }

    [Theory]
    [MemberData(nameof(GradedFiles))]
    public void GradesAreThoseOfTheDotnetModel(string file)
    {
        LitmusProgram program = LitmusLowering.Lower(Parse(file));
        CheckResult result = ModelChecker.Check(program, MemoryModel.BuiltIn("dotnet"));
        Assert.All(program.Test.Expectations, expectation =>
        {
            var proposition = new PropositionEvaluator(expectation.Proposition, program);
            bool happens = result.States.Any(state => proposition.Evaluate(state.Values));
            Assert.Equal(expectation.Grade != Grade.Forbidden, happens);
        });
    }

    private static LitmusTest Parse(string file) => LitmusParser.Parse(File.ReadAllText(Path.Combine(Folder, file)), file);

    private static string WithoutExtension(string file) => Path.ChangeExtension(file, null);

    private static IEnumerable<string> Relative(string pattern) =>
        Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MemoryModelLab.sln"))) return Path.Combine(folder.FullName, "litmus");
        }

        throw new DirectoryNotFoundException($"no MemoryModelLab.sln above {AppContext.BaseDirectory}");
    }
}
