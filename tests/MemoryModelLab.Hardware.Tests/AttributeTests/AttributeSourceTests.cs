using System.Text;
using MemoryModelLab.Attributes;
using MemoryModelLab.Hardware.AttributeTests;
using MemoryModelLab.Hardware.Tests.Campaigns;
using MemoryModelLab.Litmus;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace MemoryModelLab.Hardware.Tests.AttributeTests;

/// <summary>Where a class's source is found, and that a source which is no longer what was compiled is not believed.</summary>
public sealed class AttributeSourceTests
{
    private const string Source = """
        using MemoryModelLab.Attributes;

        [LitmusTest]
        public sealed class Small
        {
            private int x;
            [Result] private int seen;

            [Thread]
            public void Write() { x = 1; }

            [Thread]
            public void Read() { seen = x; }
        }
        """;

    [Theory]
    [InlineData(DebugInformationFormat.PortablePdb)]
    [InlineData(DebugInformationFormat.Embedded)]
    public void The_source_is_the_file_that_the_pdb_names(DebugInformationFormat format)
    {
        using var folder = new ScratchFolder();
        string name = Compile(folder, format, embedsSource: false);
        LitmusTest test = AttributeRunner.Parse(name);
        Assert.Null(AttributeTranslation.WhyNotChecked(test));
        Assert.Contains("seen = x;", LitmusPrinter.Print(test), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DebugInformationFormat.PortablePdb)]
    [InlineData(DebugInformationFormat.Embedded)]
    public void An_embedded_source_needs_no_file(DebugInformationFormat format)
    {
        using var folder = new ScratchFolder();
        string name = Compile(folder, format, embedsSource: true);
        File.Delete(folder.File("Small.cs"));
        LitmusTest test = AttributeRunner.Parse(name);
        Assert.Null(AttributeTranslation.WhyNotChecked(test));
        Assert.Contains("seen = x;", LitmusPrinter.Print(test), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_has_changed_since_is_not_believed()
    {
        using var folder = new ScratchFolder();
        string name = Compile(folder, DebugInformationFormat.Embedded, embedsSource: false);
        File.WriteAllText(folder.File("Small.cs"), Source.Replace("seen = x", "seen = 7", StringComparison.Ordinal));
        Assert.Contains("Small.cs has changed since the assembly was built", AttributeTranslation.WhyNotChecked(AttributeRunner.Parse(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_gone_is_named()
    {
        using var folder = new ScratchFolder();
        string name = Compile(folder, DebugInformationFormat.Embedded, embedsSource: false);
        File.Delete(folder.File("Small.cs"));
        Assert.Contains("Small.cs is not on this machine", AttributeTranslation.WhyNotChecked(AttributeRunner.Parse(name)), StringComparison.Ordinal);
    }

    private static string Compile(ScratchFolder folder, DebugInformationFormat format, bool embedsSource)
    {
        string path = folder.File("Small.cs"), assembly = folder.File("Small.dll"), pdb = folder.File("Small.pdb");
        File.WriteAllText(path, Source);
        using FileStream stream = File.OpenRead(path);
        var text = SourceText.From(stream, Encoding.UTF8, SourceHashAlgorithm.Sha256, canBeEmbedded: true);
        string core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(
            "Small",
            [CSharpSyntaxTree.ParseText(text, path: path)],
            [
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(Path.Combine(core, "System.Runtime.dll")),
                MetadataReference.CreateFromFile(typeof(LitmusTestAttribute).Assembly.Location),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using FileStream image = File.Create(assembly);
        using FileStream? symbols = format == DebugInformationFormat.Embedded ? null : File.Create(pdb);
        EmitResult emitted = compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: format, pdbFilePath: pdb), embeddedTexts: embedsSource ? [EmbeddedText.FromSource(path, text)] : null);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return $"{assembly}#Small";
    }
}
