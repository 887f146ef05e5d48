using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;

/// <summary>
/// Which types of the framework are explored as copies of theirs (<see cref="TypeCopy"/>): the collections, and what else works on memory it is given, or
/// keeps some. Each is copied when it is used, into an assembly of its own.
/// </summary>
/// <remarks>What other code of the framework knows a type by stays: interfaces, structs, comparers, exceptions; and what has no state.</remarks>
internal static class FrameworkTypes
{
    private const char Of = '@';

    private static readonly string[] Namespaces = ["System.Collections", "System.Collections.Generic", "System.Collections.Concurrent"];

    private static readonly HashSet<string> Others =
    [
        "System.Collections.Generic.CollectionExtensions", "System.Runtime.InteropServices.CollectionsMarshal", "System.Threading.LazyInitializer",
        "System.Collections.Immutable.ImmutableInterlocked", "System.Text.StringBuilder",
        "System.Runtime.CompilerServices.StrongBox`1", "System.Threading.SpinLock",
    ];

    /// <summary>The assembly that a type is copied to.</summary>
    public static string CopyOf(TypeDefinition type) => type.FullName + Of + type.Module.Assembly.Name.Name;

    /// <summary>What a copy's assembly has: the type, and the assembly the original is in; null for other assemblies.</summary>
    public static (string Type, string Source)? Parse(string assembly) =>
        assembly.LastIndexOf(Of) is > 0 and var at ? (assembly[..at], assembly[(at + 1)..]) : null;

    /// <summary>Whether a type may be one that is copied, by its name.</summary>
    public static bool MayBeCopied(string fullName) => Others.Contains(fullName)
        || Namespaces.Any(space => fullName.Length > space.Length && fullName[space.Length] == '.' && fullName.LastIndexOf('.') == space.Length && fullName.StartsWith(space, StringComparison.Ordinal));

    /// <summary>Whether a type of the framework is copied.</summary>
    public static bool IsCopied(TypeDefinition type) => Others.Contains(type.FullName) || (MayBeCopied(type.FullName) && IsClass(type) && HasState(type));

    private static bool IsClass(TypeDefinition type) =>
        type is { IsInterface: false, IsValueType: false } && !type.Name.Contains("Comparer", StringComparison.Ordinal) && !type.Name.EndsWith("Exception", StringComparison.Ordinal);

    private static bool HasState(TypeDefinition type) =>
        type.Fields.Any(field => !field.IsStatic) || (type.BaseType is { } up && (up.Name == nameof(MulticastDelegate) || (RewriteScope.Definition(up) is { } definition && IsCopied(definition))));
}
