using System.Runtime.CompilerServices;
using MemoryModelLab.Litmus.Lowering;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Lowers the threads of a C# test, from the compiler's own operation trees: its types, conversions, constants and order of evaluation
/// are the language's, not ours. What is not covered is an error that names the construct.
/// <list type="bullet">
/// <item>An access to a <c>ref</c> parameter or a field is one event; <c>x++</c> and <c>x += 1</c> are a read and then a write.</item>
/// <item>A struct is copied field by field, each an event: nothing keeps them together. An array's elements are cells as fields are.</item>
/// <item>A static field of a class with a static constructor is accessed only when that has run: see <see cref="StaticConstructors"/>.</item>
/// <item>An <c>Interlocked</c> method is a read and a write that no other write comes between; a failed <c>CompareExchange</c> only reads.</item>
/// <item>Following a null reference ends the thread, as the exception would that nobody catches.</item>
/// <item>An allocation gives an object of zeros that other threads cannot know yet: it makes no events but its initialisers'.</item>
/// </list>
/// </summary>
internal static class CSharpLowering
{
    // The threads of a test are compiled together, once; the compilation lives as long as the test.
    private static readonly ConditionalWeakTable<LitmusTest, CSharpUnit> Units = [];

    /// <summary>Emits the ops of the thread that <paramref name="builder"/> builds.</summary>
    /// <exception cref="LitmusException">It is not C#, or uses what C# tests do not cover.</exception>
    public static void Lower(ThreadBuilder builder) => CompilerStack.Run(builder.Test, () => LowerHere(builder));

    private static void LowerHere(ThreadBuilder builder)
    {
        CSharpUnit unit = Units.GetValue(builder.Test, CSharpUnit.Create);
        MethodDeclarationSyntax method = unit.Threads[builder.Index];
        CheckInitialState(unit, method, builder.Test);
        foreach (ParameterSyntax parameter in method.ParameterList.Parameters) Declare(unit, parameter, builder);
        try
        {
            var body = (IMethodBodyOperation)unit.Model.GetOperation(method)!;
            new StatementLowering(new ThreadContext(unit, builder)).LowerBody(body.BlockBody ?? body.ExpressionBody!);
        }
        catch (InsufficientExecutionStackException)
        {
            throw unit.Error(method, "the thread nests too deeply");
        }
    }

    private static void CheckInitialState(CSharpUnit unit, MethodDeclarationSyntax method, LitmusTest test)
    {
        foreach (InitialValue entry in test.Init)
        {
            if (entry.Target.Thread is not null || !entry.Target.Name.Contains('.', StringComparison.Ordinal) || unit.Classes.IsStaticField(entry.Target.Name)) continue;
            throw unit.Error(method, $"{entry.Target.Name} has an initial value; fields of objects and structs begin with 0, expected it to be assigned in a thread");
        }
    }

    private static void Declare(CSharpUnit unit, ParameterSyntax parameter, ThreadBuilder builder)
    {
        string name = parameter.Identifier.ValueText;
        if (CSharpType.Of(unit.LocationTypes[name]) is not { } type)
        {
            new ObjectLayout(unit, builder.Locations).StructAt(name, unit.LocationTypes[name]);
            if (!builder.Test.Init.Any(entry => entry.Target == new StateReference(null, name))) return;
            throw unit.Error(parameter, $"location {name} is a struct, which begins with zeros; expected no initial value for it");
        }

        builder.Locations.SuggestType(name, type.Printed);
        builder.Locations.AddressOf(name);
        foreach (InitialValue entry in builder.Test.Init)
        {
            if (entry.Target != new StateReference(null, name)) continue;
            bool fits = entry.Elements is null && entry.Value is not { Symbol: not null } && type.WrapConstant(entry.Value?.Number ?? 0) == (entry.Value?.Number ?? 0);
            if (!fits || (type.IsReference && entry.Value is { Number: not 0 }))
            {
                string expected = type.IsReference ? "null" : "a number in its range";
                throw unit.Error(parameter, $"location {name} is of type {unit.LocationTypes[name].ToDisplayString()}, expected {expected} as its initial value");
            }
        }
    }
}
