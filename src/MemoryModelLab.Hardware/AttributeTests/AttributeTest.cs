using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using MemoryModelLab.Attributes;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>A class marked <see cref="LitmusTestAttribute"/>, found to be as a test must be.</summary>
public sealed class AttributeTest : IDisposable
{
    private const int MostThreads = 64;
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    internal AttributeTest(AttributeAssembly assembly, Type type)
    {
        (Assembly, Type) = (assembly, type);
        if (type.IsAbstract || type.ContainsGenericParameters) throw Error("", "a test is a class that can be made: neither abstract, static nor generic");
        if (type.GetConstructor(Members, []) is null) throw Error("", "a test needs a constructor without parameters");
        foreach (MethodInfo method in type.GetMethods(Members | BindingFlags.Static).Where(method => IsThread(method) || IsArbiter(method))) CheckMethod(method);
        Threads = [.. type.GetMethods(Members).Where(IsThread).OrderBy(method => method.MetadataToken)];
        if (Threads.Count is 0 or > MostThreads) throw Error("", $"{Threads.Count} methods are marked [Thread], expected 1 to {MostThreads}");
        if (type.GetMethods(Members).Where(IsArbiter).Skip(1).FirstOrDefault() is { } second) throw Error(second.Name, "a second [Arbiter], expected at most one");
        Arbiter = type.GetMethods(Members).FirstOrDefault(IsArbiter);
        if (type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault(field => field is { IsLiteral: false, IsInitOnly: false }) is { } shared)
            throw Error(shared.Name, "a static field is there once, and every iteration needs its own; make it an instance field");
        Fields = [.. type.GetFields(Members).OrderBy(field => field.MetadataToken)];
        Results = [.. Fields.Where(field => field.GetCustomAttribute<ResultAttribute>() is not null)];
        if (Results.Count == 0) throw Error("", "no field is marked [Result], so there is no outcome; mark the integer fields that the threads leave what they saw in");
        if (Results.FirstOrDefault(field => Keyword(field.FieldType) is null) is { } odd)
            throw Error(odd.Name, $"a [Result] is an integer, bool or char; this is {odd.FieldType.Name}");
        Outcomes = [.. type.GetCustomAttributes<OutcomeAttribute>().Select(outcome => (outcome, Values(outcome)))];
        RefuseContradictions();
    }

    /// <summary>Where it comes from.</summary>
    public AttributeAssembly Assembly { get; }

    /// <summary>The test's sentence.</summary>
    public string Description => Type.GetCustomAttribute<LitmusTestAttribute>()!.Description;

    internal Type Type { get; }

    /// <summary>The threads' methods in the order of the source.</summary>
    internal IReadOnlyList<MethodInfo> Threads { get; }

    /// <summary>What runs behind the threads; null when there is none.</summary>
    internal MethodInfo? Arbiter { get; }

    /// <summary>All fields.</summary>
    internal IReadOnlyList<FieldInfo> Fields { get; }

    /// <summary>The fields an outcome consists of.</summary>
    internal IReadOnlyList<FieldInfo> Results { get; }

    /// <summary>The graded outcomes, with a value for each result; null for any.</summary>
    internal IReadOnlyList<(OutcomeAttribute Attribute, IReadOnlyList<long?> Values)> Outcomes { get; }

    /// <inheritdoc/>
    public void Dispose() => Assembly.Dispose();

    /// <summary>An instance as the constructor leaves it.</summary>
    internal object Make()
    {
        try
        {
            return Activator.CreateInstance(Type, nonPublic: true)!;
        }
        catch (TargetInvocationException e)
        {
            throw Error(".ctor", $"the constructor ended with {e.InnerException?.GetType().Name}: {e.InnerException?.Message}");
        }
    }

    /// <summary>The C# keyword of an integer type, <c>bool</c> or <c>char</c>; null for other types.</summary>
    internal static string? Keyword(Type type) => type.IsEnum ? null : System.Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Char => "char",
        TypeCode.SByte => "sbyte",
        TypeCode.Byte => "byte",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        _ => null,
    };

    private static bool IsThread(MethodInfo method) => method.GetCustomAttribute<ThreadAttribute>() is not null;

    private static bool IsArbiter(MethodInfo method) => method.GetCustomAttribute<ArbiterAttribute>() is not null;

    private void CheckMethod(MethodInfo method)
    {
        if (IsThread(method) && IsArbiter(method)) throw Error(method.Name, "an [Arbiter] runs when the threads are done, so it is none of them; remove [Thread] or [Arbiter]");
        string kind = IsThread(method) ? "a [Thread]" : "an [Arbiter]";
        if (method.IsStatic) throw Error(method.Name, $"{kind} is an instance method, for every iteration has an instance of its own; remove static");
        if (method.GetParameters().Length > 0) throw Error(method.Name, $"{kind} has no parameters; what the threads share are the fields of the class");
        if (method.ReturnType != typeof(void)) throw Error(method.Name, $"{kind} returns nothing, not {method.ReturnType.Name}; leave what it saw in a field marked [Result]");
        if (method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null) throw Error(method.Name, $"{kind} is over when it returns, and async code is not; remove async");
        if (method.IsGenericMethod || method.IsAbstract) throw Error(method.Name, $"{kind} is an ordinary method, neither generic nor abstract");
    }

    private long?[] Values(OutcomeAttribute outcome)
    {
        string[] texts = outcome.Values.Split(',', StringSplitOptions.TrimEntries);
        if (texts is ["*"]) return new long?[Results.Count];
        string fields = string.Join(", ", Results.Select(field => field.Name));
        if (texts.Length != Results.Count) throw Error("", $"[Outcome(\"{outcome.Values}\")] has {texts.Length} values, expected {Results.Count}, one for each [Result]: {fields}");
        return [.. texts.Select(text => text == "*" ? (long?)null : long.TryParse(text, out long value) ? value
            : throw Error("", $"[Outcome(\"{outcome.Values}\")]: '{text}' is no number; expected numbers (or *) for {fields}"))];
    }

    private void RefuseContradictions()
    {
        foreach (var alike in Outcomes.GroupBy(outcome => string.Join(", ", outcome.Values.Select(value => value?.ToString(CultureInfo.InvariantCulture) ?? "*"))))
        {
            OutcomeAttribute first = alike.First().Attribute;
            if (alike.FirstOrDefault(outcome => outcome.Attribute.Expect != first.Expect).Attribute is not { } other) continue;
            string[] lines = [.. ((OutcomeAttribute[])[first, other]).Select(outcome => OutcomeLine.Of(this, outcome)).OfType<string>()];
            string where = lines.Length == 2 ? $" ({lines[0]} and {lines[1]})" : "";
            throw Error("", $"[Outcome(\"{alike.Key}\")] is graded {first.Expect} and {other.Expect}{where}, expected one grade for an outcome");
        }
    }

    private AttributeTestException Error(string member, string problem) => new($"{Assembly.Path}: {Type.FullName}{(member.Length == 0 ? "" : "." + member)}", problem);
}
