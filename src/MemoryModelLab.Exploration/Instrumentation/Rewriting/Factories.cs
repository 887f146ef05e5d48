using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// For each constructor a static method that does what <c>newobj</c> does with it, on an object that the explorer provides. It is named
/// <see cref="Name"/> and has the constructor's parameters.
/// </summary>
internal static class Factories
{
    /// <summary>The name of all factories.</summary>
    public const string Name = "<new>";

    /// <summary>Adds a class's factories.</summary>
    public static void Add(TypeDefinition type, RewriteScope scope)
    {
        if (!Has(type))
            return;
        foreach (MethodDefinition constructor in type.GetConstructors().Where(method => !method.IsStatic).ToArray())
            type.Methods.Add(Create(type, constructor, scope));
    }

    /// <summary>The factory that stands for a constructor, where it has one.</summary>
    public static MethodReference? For(MethodReference constructor, RewriteScope scope)
    {
        TypeReference type = constructor.DeclaringType;
        if (!scope.IsRewritten(type) || RewriteScope.Definition(type) is not { } definition || !Has(definition))
            return null;
        var factory = new MethodReference(Name, scope.Module.TypeSystem.Object, type) { HasThis = false };
        foreach (ParameterDefinition parameter in constructor.Parameters)
            factory.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        return factory;
    }

    private static bool Has(TypeDefinition type)
    {
        if (type.IsValueType || type.IsInterface || type.IsAbstract || type.Name == "<>c")
            return false;
        for (TypeDefinition? up = type; up is not null; up = up.BaseType is { } next ? RewriteScope.Definition(next) : null)
        {
            if (up.FullName is "System.MulticastDelegate")
                return false;
        }
        return true;
    }

    private static MethodDefinition Create(TypeDefinition type, MethodDefinition constructor, RewriteScope scope)
    {
        var factory = new MethodDefinition(
            Name, MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, scope.Module.TypeSystem.Object);
        foreach (ParameterDefinition parameter in constructor.Parameters)
            factory.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        TypeReference self = RewriteScope.Self(type);
        ILProcessor code = factory.Body.GetILProcessor();
        code.Emit(OpCodes.Call, scope.Hook(nameof(Hooks.Allocate), self));
        code.Emit(OpCodes.Dup);
        foreach (ParameterDefinition parameter in factory.Parameters)
            code.Emit(OpCodes.Ldarg, parameter);
        var target = new MethodReference(".ctor", scope.Module.TypeSystem.Void, self) { HasThis = true };
        foreach (ParameterDefinition parameter in constructor.Parameters)
            target.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        code.Emit(OpCodes.Call, target);
        code.Emit(OpCodes.Ret);
        return factory;
    }
}
