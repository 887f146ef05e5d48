using System.Globalization;
using System.Text;
using MemoryModelLab.Hardware.Harness;
using MemoryModelLab.Litmus.Dialects.CSharp;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// Writes a class of nothing but a test's declarations and threads. A thread is as it was written, and stores the locals that the test
/// observes to a last parameter when it ends, far apart, so that no two stores can become one.
/// </summary>
internal sealed class PlainSource
{
    /// <summary>What all names begin with that are not the test's.</summary>
    public const string Prefix = "mml_";

    // Wider than any store of several registers.
    private const int SlotStride = 64;

    private readonly StringBuilder text = new();
    private readonly List<IReadOnlyList<ResultSlot>> results = [];

    /// <summary>Writes the class of test number <paramref name="number"/>.</summary>
    /// <exception cref="NotSupportedException">A local cannot be observed; the message says why.</exception>
    public PlainSource(LitmusProgram program, int number, JitMode mode)
    {
        Program = program;
        Unit = CSharpUnit.Create(program.Test);
        ClassName = $"{Prefix}Test{number.ToString(CultureInfo.InvariantCulture)}";
        if (Unit.Tree.GetRoot().DescendantTokens().Any(token => token.ValueText.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            throw new NotSupportedException($"names that begin with {Prefix} belong to the harness");
        }

        text.Append("using System; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Threading;\n");
        text.Append(CultureInfo.InvariantCulture, $"public static class {ClassName}\n{{\n");
        foreach (BaseTypeDeclarationSyntax type in Unit.Types) text.Append(type.ToString()).Append('\n');

        // What is compiled ahead of time may not ask to be optimised at once: that is a wish to the compiler at run time.
        string attribute = mode == JitMode.Tier1 ? BodyInstrumentation.OptimisedAtOnce : BodyInstrumentation.NotInlined;
        for (int thread = 0; thread < Unit.Threads.Count; thread++) WriteThread(thread, attribute);
        text.Append("}\n");
    }

    /// <summary>The test.</summary>
    public LitmusProgram Program { get; }

    /// <summary>Its compilation as a litmus test.</summary>
    public CSharpUnit Unit { get; }

    /// <summary>The class's name.</summary>
    public string ClassName { get; }

    /// <summary>The source.</summary>
    public string Text => text.ToString();

    /// <summary>For each thread, the locals it stores at its end.</summary>
    public IReadOnlyList<IReadOnlyList<ResultSlot>> Results => results;

    private void WriteThread(int thread, string attribute)
    {
        HashSet<string> names = [.. Program.Observed.Where(observed => observed.Thread == thread).Select(observed => Program.Threads[thread].Registers[observed.Index])];
        var body = BodyInstrumentation.Of(Unit, Unit.Threads[thread], names);
        string type = $"{Prefix}Results{thread.ToString(CultureInfo.InvariantCulture)}";
        var slots = new List<ResultSlot>();
        text.Append(CultureInfo.InvariantCulture, $"[StructLayout(LayoutKind.Explicit)] struct {type} {{ ");
        foreach ((string name, ITypeSymbol symbol) in body.Locals)
        {
            var slot = new ResultSlot(name, slots.Count * SlotStride, BytesOf(symbol));
            slots.Add(slot);
            text.Append(CultureInfo.InvariantCulture, $"[FieldOffset({slot.Offset})] public {symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} @{name}; ");
        }

        text.Append("}\n");
        text.Append(body.PlainText(attribute, $"ref {type} {Prefix}results", local => $" {Prefix}results.@{local.Name} = @{local.Name}; ")).Append('\n');
        results.Add(slots);
    }

    private static int BytesOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 => 4,
        _ => 8,
    };
}
