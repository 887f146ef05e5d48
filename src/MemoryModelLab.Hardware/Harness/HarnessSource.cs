using System.Globalization;
using System.Text;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Litmus.Dialects.CSharp;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Location = MemoryModelLab.Litmus.Programs.Location;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>
/// Writes the program that runs a C# test many times: around the threads' methods, one array of rows with a cell for each location, one array of
/// results for each thread, one loop for each thread that calls its method for one iteration after another, each on cells of its own, and a
/// fold that counts the final states and sets everything back.
/// </summary>
/// <remarks>
/// Which rows an iteration's cells are in, <see cref="CompiledShape"/> says: in one row or each in another, next to those of other iterations or on lines
/// of their own. The loops have no synchronisation: iterations overlap as the cores run them.
/// </remarks>
internal sealed class HarnessSource
{
    /// <summary>What all generated names begin with.</summary>
    public const string Prefix = "mml_";

    /// <summary>Results begin at this index, so that they share no line with the array's header.</summary>
    private const int ResultsStart = 32;

    private readonly string attribute;
    private readonly CSharpUnit unit;
    private readonly LitmusProgram program;
    private readonly StringBuilder text = new();
    private readonly List<(ITypeSymbol Type, long Address)> objects = [];
    private readonly Dictionary<string, ITypeSymbol> locations = new(StringComparer.Ordinal);
    private readonly HashSet<string> locks;
    private readonly BodyInstrumentation[] bodies;

    /// <summary>Writes the harness for <paramref name="program"/>, whose C# is <paramref name="unit"/> and is to be compiled as <paramref name="jit"/> says.</summary>
    /// <exception cref="NotSupportedException">The test cannot run so; the message says why.</exception>
    public HarnessSource(CSharpUnit unit, LitmusProgram program, JitMode jit)
    {
        attribute = jit == JitMode.Tier1 ? BodyInstrumentation.OptimisedAtOnce : BodyInstrumentation.NotInlined;
        this.unit = unit;
        this.program = program;
        SyntaxNode root = unit.Tree.GetRoot();
        if (root.DescendantTokens().Any(token => token.ValueText.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            throw new NotSupportedException($"names that begin with {Prefix} belong to the harness");
        }

        if (root.DescendantNodes().OfType<BaseFieldDeclarationSyntax>().Any(field => field.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            throw new NotSupportedException("a static field, and the constructor that fills it, is there once a process; the hardware run needs it anew each time");
        }

        locks = [.. root.DescendantNodes().OfType<LockStatementSyntax>().Select(guarded => guarded.Expression.ToString())];
        bodies = [.. unit.Threads.Select((method, thread) => BodyInstrumentation.Of(unit, method, ObservedLocals(thread)))];
        foreach (IParameterSymbol parameter in unit.Threads.SelectMany(method => ((IMethodSymbol)unit.Model.GetDeclaredSymbol(method)!).Parameters))
        {
            locations.TryAdd(parameter.Name, parameter.Type);
        }

        FindObjects();
        Observed = [.. program.Observed.Select(Observe)];
        KeyBits = Observed.Count switch { <= 4 => 4, 5 => 3, _ => 2 };
        CountedValues = Math.Min(Observed.Count, 8);
        Write();
    }

    /// <summary>The harness's source.</summary>
    public string Text => text.ToString();

    /// <summary>How each of the program's observed values is read.</summary>
    public IReadOnlyList<ObservedValue> Observed { get; }

    /// <summary>How many locations there are.</summary>
    public int Locations => locations.Count;

    /// <summary>The bits of each value in the index of a counted state.</summary>
    public int KeyBits { get; }

    /// <summary>How many observed values the fast index holds; with more, every state takes the slow way.</summary>
    public int CountedValues { get; }

    private bool MayFail => bodies.Any(body => body.MayFail);

    private HashSet<string> ObservedLocals(int thread) =>
        [.. program.Observed.Where(observed => observed.Thread == thread).Select(observed => program.Threads[thread].Registers[observed.Index])];

    // Run after run the objects differ, but each allocation of the source is one object of the program: told apart by their class.
    private void FindObjects()
    {
        foreach (ITypeSymbol type in Allocations.In(unit))
        {
            Location? location = program.Locations.FirstOrDefault(location => location.Offset == 0 && location.Name == type.Name && !locations.ContainsKey(location.Name));
            objects.Add((type, location?.Address ?? -1));
        }
    }

    private ObservedValue Observe(Observed observed)
    {
        if (observed.Thread < 0)
        {
            Location location = program.Locations[observed.Index];
            if (locks.Contains(location.Name)) return new ObservedValue("0L", []);
            if (!locations.TryGetValue(location.Name, out ITypeSymbol? type))
            {
                if (location.Offset == 0 && !location.Name.Contains('.', StringComparison.Ordinal)) return new ObservedValue($"{location.Initial.ToString(CultureInfo.InvariantCulture)}L", []);
                throw new NotSupportedException($"{observed.Name} is a field of an object the threads allocate; read it into a local and observe that");
            }

            CheckOneObject(type, observed.Name);
            return ObservedValue.Of(Cell(location.Name), type, objects);
        }

        string local = program.Threads[observed.Thread].Registers[observed.Index];
        if (!bodies[observed.Thread].Locals.TryGetValue(local, out ITypeSymbol? localType)) return new ObservedValue("0L", []);
        CheckOneObject(localType, observed.Name);
        string field = $"r{observed.Thread.ToString(CultureInfo.InvariantCulture)}[i + {ResultsStart.ToString(CultureInfo.InvariantCulture)}].@{local}";
        return localType.IsReferenceType
            ? ObservedValue.Of(field, localType, objects) with { Expression = field }
            : ObservedValue.Of(field, localType, objects);
    }

    private void CheckOneObject(ITypeSymbol type, string name)
    {
        if (!type.IsReferenceType) return;
        bool ambiguous = objects.Where(candidate => type.SpecialType == SpecialType.System_Object || SymbolEqualityComparer.Default.Equals(candidate.Type, type))
            .GroupBy(candidate => candidate.Type, SymbolEqualityComparer.Default).Any(group => group.Count() > 1);
        if (ambiguous) throw new NotSupportedException($"{name} may refer to several objects of one class, which the hardware run cannot tell apart; observe a field");
    }

    private int Index(string location) => locations.Keys.ToList().IndexOf(location);

    private void Write()
    {
        text.Append("using System; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Threading;\n");
        text.Append("public sealed class Litmus\n{\n");
        foreach (BaseTypeDeclarationSyntax type in unit.Types) text.Append(type.ToString()).Append('\n');
        WriteState();
        for (int thread = 0; thread < bodies.Length; thread++) WriteThread(thread);
        WriteFold();
        text.Append("}\n");
    }

    // The place of a location in the code that has the row of the iteration's first cell in "at".
    private string Cell(string location)
    {
        string index = Index(location).ToString(CultureInfo.InvariantCulture);
        return index == "0" ? "rows[at].c0" : $"rows[at + {index} * gap].c{index}";
    }

    private void WriteState()
    {
        text.Append($"    private struct {Prefix}Row {{");
        foreach ((string name, ITypeSymbol type) in locations) text.Append(CultureInfo.InvariantCulture, $" public {Name(type)} c{Index(name)};");
        text.Append(locations.Count == 0 ? " public int c0;" : "").Append(CultureInfo.InvariantCulture, $" }}\n    private readonly {Prefix}Row[] {Prefix}rows;\n");
        text.Append($"    public static int RowSize() => Unsafe.SizeOf<{Prefix}Row>();\n");

        for (int thread = 0; thread < bodies.Length; thread++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    private struct {Prefix}Results{thread} {{ public byte {Prefix}failed;");
            foreach ((string name, ITypeSymbol type) in bodies[thread].Locals) text.Append($" public {(type.IsReferenceType ? "long" : Name(type))} @{name};");
            text.Append(CultureInfo.InvariantCulture, $" }}\n    private readonly {Prefix}Results{thread}[] {Prefix}results{thread};\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    public Litmus(int count, int capacity)\n    {{\n        var rows = {Prefix}rows = new {Prefix}Row[count];\n");
        for (int thread = 0; thread < bodies.Length; thread++) text.Append(CultureInfo.InvariantCulture, $"        {Prefix}results{thread} = new {Prefix}Results{thread}[capacity + {2 * ResultsStart}];\n");
        text.Append("        int gap = 0;\n        for (int at = 0; at < count; at++)\n        {\n");
        foreach ((string name, ITypeSymbol type) in locations)
        {
            text.Append($"            {Cell(name)} = {(locks.Contains(name) ? $"new {Name(type)}()" : Initial(name, type))};\n");
        }

        text.Append("        }\n    }\n");
    }

    private void WriteThread(int thread)
    {
        MethodDeclarationSyntax method = unit.Threads[thread];
        BodyInstrumentation body = bodies[thread];
        text.Append("    ").Append(body.Text(attribute, $"ref {Prefix}Results{thread} {Prefix}results", StoreOf)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"    [MethodImpl(MethodImplOptions.AggressiveOptimization)]\n    public void Run{thread}(int start, int end, int stride, int gap, int fences)\n    {{\n        var rows = {Prefix}rows;\n");
        string[] parameters = [.. method.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText)];
        text.Append(CultureInfo.InvariantCulture, $"        var r = {Prefix}results{thread};\n");
        string arguments = string.Concat(parameters.Select(name => $"ref {Cell(name)}, "));
        string call = $"{method.Identifier.Text}({arguments}ref r[i + {ResultsStart.ToString(CultureInfo.InvariantCulture)}]);";
        text.Append("        for (int i = start; i < end; i++)\n        {\n            int at = i * stride;\n            ");
        text.Append(body.MayFail
            ? $"try {{ {call} }} catch (Exception mml_exception) when (mml_exception is NullReferenceException or IndexOutOfRangeException) {{ r[i + {ResultsStart.ToString(CultureInfo.InvariantCulture)}].{Prefix}failed = 1; }}"
            : call);
        text.Append("\n            for (int fence = fences; fence > 0; fence--) Interlocked.MemoryBarrier();\n        }\n    }\n");
    }

    private string StoreOf(ILocalSymbol local)
    {
        string value = local.Type.IsReferenceType ? ObservedValue.Of($"@{local.Name}", local.Type, objects).Expression : $"@{local.Name}";
        return $" {Prefix}results.@{local.Name} = {value}; ";
    }

    // Counts iterations start to end and sets them back. The last counters are of iterations in which a thread ended by an exception, and
    // of those among them whose final state is not known.
    private void WriteFold()
    {
        text.Append("    [MethodImpl(MethodImplOptions.AggressiveOptimization)]\n");
        text.Append("    public void Fold(int start, int end, int stride, int gap, long[] counts, long[] state, Action<long[]> other)\n    {\n");
        text.Append(CultureInfo.InvariantCulture, $"        var rows = {Prefix}rows;\n");
        for (int thread = 0; thread < bodies.Length; thread++) text.Append(CultureInfo.InvariantCulture, $"        var r{thread} = {Prefix}results{thread};\n");
        text.Append("        for (int i = start; i < end; i++)\n        {\n            int at = i * stride;\n");
        if (MayFail) WriteFailures();
        string lost = Failed(body => body.LosesState);
        text.Append(lost.Length == 0 ? "            {\n" : $"            if (({lost}) == 0)\n            {{\n");
        WriteCount();
        text.Append("            }\n");
        foreach ((string name, ITypeSymbol type) in locations)
        {
            if (!locks.Contains(name)) text.Append($"            {Cell(name)} = {Initial(name, type)};\n");
        }

        for (int thread = 0; thread < bodies.Length; thread++) text.Append(CultureInfo.InvariantCulture, $"            r{thread}[i + {ResultsStart}] = default;\n");
        text.Append("        }\n    }\n");
    }

    private void WriteFailures()
    {
        text.Append(CultureInfo.InvariantCulture, $"            if (({Failed(body => body.MayFail)}) != 0) counts[counts.Length - 2]++;\n");
        if (bodies.Any(body => body.LosesState)) text.Append(CultureInfo.InvariantCulture, $"            if (({Failed(body => body.LosesState)}) != 0) counts[counts.Length - 1]++;\n");
    }

    private string Failed(Func<BodyInstrumentation, bool> which) => string.Join(
        " | ", Enumerable.Range(0, bodies.Length).Where(thread => which(bodies[thread])).Select(thread => $"r{thread}[i + {ResultsStart}].{Prefix}failed"));

    private void WriteCount()
    {
        for (int index = 0; index < Observed.Count; index++) text.Append(CultureInfo.InvariantCulture, $"                long v{index} = {Observed[index].Expression};\n");
        if (Observed.Count == CountedValues)
        {
            string all = string.Join(" | ", Enumerable.Range(0, Observed.Count).Select(index => $"v{index}").DefaultIfEmpty("0L"));
            string key = string.Join(" | ", Enumerable.Range(0, Observed.Count).Select(index => $"(v{index} << {index * KeyBits})").DefaultIfEmpty("0L"));
            text.Append(CultureInfo.InvariantCulture, $"                if ((ulong)({all}) < {1 << KeyBits}UL) counts[{key}]++;\n                else\n");
        }

        string states = string.Concat(Enumerable.Range(0, Observed.Count).Select(index => $"state[{index}] = v{index}; "));
        text.Append(CultureInfo.InvariantCulture, $"                {{ {states}other(state); }}\n");
    }

    private string Initial(string name, ITypeSymbol type)
    {
        Location location = program.Locations.First(location => location.Name == name);
        if (type.SpecialType == SpecialType.System_Boolean) return location.Initial != 0 ? "true" : "false";
        if (unit.IsStruct(type)) return "default";
        if (type.IsValueType) return $"unchecked(({Name(type)})({location.Initial.ToString(CultureInfo.InvariantCulture)}L))";
        return location.Initial == 0 ? "null" : throw new NotSupportedException($"{name} is a reference and begins as something other than null");
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
