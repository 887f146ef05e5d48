using System.Globalization;
using System.Reflection.Metadata;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// The fragments of a C# test as one compilation: a static class that holds the declarations and the threads, each at the very line and
/// column it has in the test's file, so that the compiler's positions are the file's. Every error of the compiler becomes a
/// <see cref="LitmusException"/>.
/// </summary>
public sealed class CSharpUnit
{
    private const int LongestSource = 1 << 14;

    /// <summary>What stands before the fragments: all namespaces a covered construct can come from.</summary>
    private const string Header = "using System.Threading; static class Litmus {";

    // The core library's metadata as it is loaded here: no file is read, so this also works from a single-file application.
    private static readonly Lazy<MetadataReference> CoreLibrary = new(LoadCoreLibrary);

    private readonly string file;

    private CSharpUnit(IReadOnlyList<CSharpThreadBody> bodies)
    {
        List<CSharpFragment> fragments = [.. bodies[0].Declarations, .. bodies.Select(body => body.Method)];
        SourcePosition first = fragments[0].Origin.Position;
        file = first.File ?? "";
        if (fragments.Sum(fragment => (long)fragment.Text.Length) > LongestSource)
        {
            throw new LitmusException(first, $"the threads are longer than {LongestSource} characters; a litmus test is a few lines");
        }

        foreach (CSharpFragment fragment in fragments) SourceNesting.Check(fragment);
        try
        {
            Tree = CSharpSyntaxTree.ParseText(LayOut(fragments), new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None));
            ThrowFirstError(Tree.GetDiagnostics());
            Compilation = CSharpCompilation.Create(
                "Litmus",
                [Tree],
                [CoreLibrary.Value],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));
            ThrowFirstError(Compilation.GetDiagnostics());
        }
        catch (InsufficientExecutionStackException)
        {
            throw new LitmusException(first, "the threads nest too deeply to compile");
        }

        Model = Compilation.GetSemanticModel(Tree);
        var container = ((CompilationUnitSyntax)Tree.GetRoot()).Members.FirstOrDefault() as TypeDeclarationSyntax;
        Threads = [.. container?.Members.OfType<MethodDeclarationSyntax>() ?? []];
        Types = [.. container?.Members.OfType<BaseTypeDeclarationSyntax>() ?? []];
        if (Threads.Count != bodies.Count || Types.Count != bodies[0].Declarations.Count)
        {
            throw new LitmusException(first, "expected type declarations and then one static method a thread, P0, P1, …");
        }

        Classes = new ClassTable(this);
        LocationTypes = new ThreadSignatures(this).LocationTypes;
    }

    /// <summary>The reference every compilation of a test needs: the core library of this process.</summary>
    public static MetadataReference CoreLibraryReference => CoreLibrary.Value;

    /// <summary>The syntax tree.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The compilation.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>What the compiler knows of <see cref="Tree"/>.</summary>
    public SemanticModel Model { get; }

    /// <summary>The threads' methods in order.</summary>
    public IReadOnlyList<MethodDeclarationSyntax> Threads { get; }

    /// <summary>The declared types in order.</summary>
    public IReadOnlyList<BaseTypeDeclarationSyntax> Types { get; }

    /// <summary>The types of the locations, by name.</summary>
    public IReadOnlyDictionary<string, ITypeSymbol> LocationTypes { get; }

    /// <summary>The classes of the test.</summary>
    internal ClassTable Classes { get; }

    /// <summary>Compiles the threads and declarations of <paramref name="test"/>.</summary>
    /// <exception cref="LitmusException">The compiler reports an error.</exception>
    public static CSharpUnit Create(LitmusTest test) => new([.. test.Threads.Cast<CSharpThreadBody>()]);

    /// <summary>Whether <paramref name="type"/> is a struct that the test declares.</summary>
    public bool IsStruct(ITypeSymbol type) => Classes.IsStruct(type);

    /// <summary>Where <paramref name="node"/> stands in the test's file.</summary>
    public SourcePosition PositionOf(SyntaxNode node) => Position(node.GetLocation());

    /// <summary>The error that <paramref name="node"/> is <paramref name="problem"/>.</summary>
    public LitmusException Error(SyntaxNode node, string problem) => new(PositionOf(node), problem);

    private void ThrowFirstError(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic? first = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .MinBy(diagnostic => diagnostic.Location.SourceSpan.Start);
        if (first is null) return;
        throw new LitmusException(Position(first.Location), $"{first.GetMessage(CultureInfo.InvariantCulture)} ({first.Id})");
    }

    private SourcePosition Position(Location location)
    {
        var start = location.GetLineSpan().StartLinePosition;
        return new SourcePosition(file, start.Line + 1, start.Character + 1);
    }

    private static string LayOut(IEnumerable<CSharpFragment> fragments)
    {
        var text = new StringBuilder(Header);
        int line = 1, column = Header.Length + 1;
        foreach (CSharpFragment fragment in fragments)
        {
            // A fragment that was not read from a file has no true position: it goes wherever there is room.
            bool fits = fragment.Origin.Position.Line > line || (fragment.Origin.Position.Line == line && fragment.Origin.Position.Column > column);
            if (!fits)
            {
                text.Append('\n');
                (line, column) = (line + 1, 1);
            }
            else
            {
                if (fragment.Origin.Position.Line > line) column = 1;
                text.Append('\n', fragment.Origin.Position.Line - line).Append(' ', Math.Max(0, fragment.Origin.Position.Column - column));
                (line, column) = (fragment.Origin.Position.Line, fragment.Origin.Position.Column);
            }

            text.Append(fragment.Text);
            int lastBreak = fragment.Text.LastIndexOf('\n');
            line += fragment.Text.AsSpan().Count('\n');
            column = lastBreak < 0 ? column + fragment.Text.Length : fragment.Text.Length - lastBreak;
        }

        return text.Append("\n}\n").ToString();
    }

    private static unsafe PortableExecutableReference LoadCoreLibrary()
    {
        if (!typeof(object).Assembly.TryGetRawMetadata(out byte* blob, out int length))
        {
            throw new PlatformNotSupportedException("The core library of this runtime carries no metadata to compile against.");
        }

        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)blob, length)).GetReference(display: "System.Private.CoreLib");
    }
}
