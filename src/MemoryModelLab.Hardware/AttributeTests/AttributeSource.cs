using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>The source of methods: found by the assembly's portable PDB, beside it or within, and taken from the PDB or the file that it names.</summary>
internal sealed class AttributeSource : IDisposable
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid Sha256 = new("8829D00F-11B8-4213-878B-770E8597AC16");

    private readonly PEReader image;
    private readonly MetadataReaderProvider? provider;

    /// <summary>Opens the PDB of the assembly at <paramref name="path"/>.</summary>
    public AttributeSource(string path)
    {
        image = new PEReader(File.OpenRead(path));
        image.TryOpenAssociatedPortablePdb(path, file => File.Exists(file) ? File.OpenRead(file) : null, out provider, out _);
    }

    /// <summary>The declaration of <paramref name="method"/>.</summary>
    /// <exception cref="NotTranslatedException">It is not at hand; the message says why.</exception>
    public MethodDeclarationSyntax Of(MethodInfo method)
    {
        if (provider is null) throw new NotTranslatedException("the assembly has no portable PDB beside it, which says where the source is (build with DebugType portable or embedded)");
        MetadataReader pdb = provider.GetMetadataReader();
        MethodDebugInformation debug = pdb.GetMethodDebugInformation(((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken)).ToDebugInformationHandle());
        SequencePoint point = debug.GetSequencePoints().FirstOrDefault(point => !point.IsHidden);
        if (point.Document.IsNil) throw new NotTranslatedException($"the PDB does not say where {method.Name} is");
        string text = Text(pdb, point.Document);
        return CSharpSyntaxTree.ParseText(text, path: pdb.GetString(pdb.GetDocument(point.Document).Name)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(declaration => declaration.Identifier.ValueText == method.Name && Lines(declaration).Start <= point.StartLine && point.StartLine <= Lines(declaration).End)
            ?? throw new NotTranslatedException($"{pdb.GetString(pdb.GetDocument(point.Document).Name)}:{point.StartLine}: {method.Name} is not there");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        provider?.Dispose();
        image.Dispose();
    }

    private static (int Start, int End) Lines(MethodDeclarationSyntax declaration)
    {
        var span = declaration.GetLocation().GetLineSpan();
        return (span.StartLinePosition.Line + 1, span.EndLinePosition.Line + 1);
    }

    private static string Text(MetadataReader pdb, DocumentHandle handle)
    {
        Document document = pdb.GetDocument(handle);
        foreach (CustomDebugInformationHandle information in pdb.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation custom = pdb.GetCustomDebugInformation(information);
            if (pdb.GetGuid(custom.Kind) == EmbeddedSource) return Decompress(pdb.GetBlobBytes(custom.Value));
        }

        string path = pdb.GetString(document.Name);
        if (!File.Exists(path)) throw new NotTranslatedException($"the source {path} is not on this machine (embed it: <EmbedAllSources>true</EmbedAllSources>)");
        byte[] bytes = File.ReadAllBytes(path);
        bool changed = pdb.GetGuid(document.HashAlgorithm) == Sha256 && !SHA256.HashData(bytes).AsSpan().SequenceEqual(pdb.GetBlobBytes(document.Hash));
        return changed ? throw new NotTranslatedException($"the source {path} has changed since the assembly was built; build it again") : Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
    }

    // The first four bytes are 0 for plain text, else the text's size before it was deflated.
    private static string Decompress(byte[] blob)
    {
        if (BitConverter.ToInt32(blob) == 0) return Encoding.UTF8.GetString(blob.AsSpan(4)).TrimStart('\uFEFF');
        using var deflated = new DeflateStream(new MemoryStream(blob, 4, blob.Length - 4), CompressionMode.Decompress);
        using var reader = new StreamReader(deflated, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
