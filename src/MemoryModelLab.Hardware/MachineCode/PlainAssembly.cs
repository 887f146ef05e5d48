using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.CSharp;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>The threads of many C# tests as one assembly in memory, each test a class of its own.</summary>
internal sealed class PlainAssembly
{
    /// <summary>The assembly's name.</summary>
    public const string Name = "LitmusBodies";

    private PlainAssembly(byte[] image, IReadOnlyList<PlainTest?> tests, IReadOnlyList<string?> problems) => (Image, Tests, Problems) = (image, tests, problems);

    /// <summary>The assembly.</summary>
    public byte[] Image { get; }

    /// <summary>The tests in the order given; null for one that cannot be compiled so.</summary>
    public IReadOnlyList<PlainTest?> Tests { get; }

    /// <summary>For each test, why it cannot; null for the others.</summary>
    public IReadOnlyList<string?> Problems { get; }

    /// <summary>Compiles <paramref name="programs"/>, all of C# tests.</summary>
    public static PlainAssembly Compile(IReadOnlyList<LitmusProgram> programs, JitMode mode)
    {
        var sources = new PlainSource?[programs.Count];
        var problems = new string?[programs.Count];
        for (int i = 0; i < programs.Count; i++)
        {
            int number = i;
            try
            {
                CompilerStack.Run(programs[i].Test, () => sources[number] = new PlainSource(programs[number], number, mode));
            }
            catch (Exception e) when (e is NotSupportedException or LitmusException)
            {
                problems[i] = e.Message;
            }
        }

        SyntaxTree?[] trees = [.. sources.Select(source => source is null ? null : CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Latest), $"{source.ClassName}.cs", System.Text.Encoding.UTF8))];
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        while (true)
        {
            EmitResult emitted = Create(trees).Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
            if (emitted.Success) break;

            // The tests themselves compile; what fails is an insertion into one of them, which is left out.
            Diagnostic error = emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            int at = Array.IndexOf(trees, error.Location.SourceTree);
            if (at < 0) throw new NotSupportedException($"the threads do not compile: {error.GetMessage(null)} ({error.Id})");
            problems[at] = $"the thread with its results does not compile: {error.GetMessage(null)} ({error.Id})";
            (trees[at], sources[at]) = (null, null);
            image.SetLength(0);
            symbols.SetLength(0);
        }

        var pe = new PEReader(ImmutableArray.Create(image.ToArray()));
        symbols.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        Dictionary<string, PlainBody[]> bodies = Bodies(pe, provider.GetMetadataReader(), sources, trees);
        return new PlainAssembly(
            image.ToArray(),
            [.. sources.Select(source => source is null ? null : new PlainTest(source.Program.Test, source.Program, source.ClassName, bodies[source.ClassName]))],
            problems);
    }

    private static CSharpCompilation Create(IEnumerable<SyntaxTree?> trees) => CSharpCompilation.Create(
        Name,
        trees.OfType<SyntaxTree>(),
        [CSharpUnit.CoreLibraryReference],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));

    private static Dictionary<string, PlainBody[]> Bodies(PEReader pe, MetadataReader symbols, PlainSource?[] sources, SyntaxTree?[] trees)
    {
        MetadataReader metadata = pe.GetMetadataReader();
        var bodies = new Dictionary<string, PlainBody[]>(StringComparer.Ordinal);
        foreach ((PlainSource? source, SyntaxTree? tree) in sources.Zip(trees))
        {
            if (source is null) continue;
            TypeDefinition type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).First(candidate => metadata.GetString(candidate.Name) == source.ClassName);
            SourceText text = tree!.GetText();
            MethodDeclarationSyntax[] methods = [.. tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()];
            bodies.Add(source.ClassName, [.. methods.Select((method, thread) => Body(method, thread))]);

            PlainBody Body(MethodDeclarationSyntax method, int thread)
            {
                string name = method.Identifier.Text;
                MethodDefinitionHandle handle = type.GetMethods().First(candidate => metadata.GetString(metadata.GetMethodDefinition(candidate).Name) == name);
                int firstLine = method.GetLocation().GetLineSpan().StartLinePosition.Line;
                int testLine = source.Unit.PositionOf(source.Unit.Threads[thread]).Line;
                SequencePointCollection points = symbols.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle(MetadataTokens.GetRowNumber(handle))).GetSequencePoints();
                HashSet<int> occupied = IlStack.OccupiedAt(pe.GetMethodBody(metadata.GetMethodDefinition(handle).RelativeVirtualAddress), metadata);
                return new PlainBody(
                    name,
                    [.. source.Unit.Threads[thread].ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText)],
                    source.Results[thread],
                    Statement.Join(points.Select(point => point.IsHidden ? new Statement(point.Offset, 0, null) : new Statement(point.Offset, point.StartLine - 1 - firstLine + testLine, Snippet(text, point))), occupied));
            }
        }

        return bodies;
    }

    private static string? Snippet(SourceText text, SequencePoint point)
    {
        int start = text.Lines[point.StartLine - 1].Start + point.StartColumn - 1, end = text.Lines[point.EndLine - 1].Start + point.EndColumn - 1;
        string snippet = string.Join(' ', text.ToString(TextSpan.FromBounds(start, end)).Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return snippet.StartsWith(PlainSource.Prefix, StringComparison.Ordinal) || snippet is "}" or "{" ? null : snippet;
    }
}
