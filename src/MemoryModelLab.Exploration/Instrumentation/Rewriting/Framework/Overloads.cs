using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;

/// <summary>Methods of code that is not rewritten which want one of the framework's collections: another of the same name may take any set, or dictionary.</summary>
internal static class Overloads
{
    /// <summary>The method that takes an interface where this one takes a collection that is copied; null where there is none.</summary>
    public static MethodReference? For(MethodReference called, RewriteScope scope)
    {
        MethodReference element = called.GetElementMethod();
        if (!element.Parameters.Any(parameter => scope.IsRewritten(parameter.ParameterType)) || RewriteScope.Definition(called.DeclaringType) is not { } owner)
            return null;
        MethodDefinition? other = owner.Methods.FirstOrDefault(method => method.Name == element.Name && method.HasThis == element.HasThis && method.IsPublic && IsLike(method, element, scope));
        if (other is null)
            return null;
        var found = new MethodReference(element.Name, element.ReturnType, element.DeclaringType) { HasThis = element.HasThis, CallingConvention = element.CallingConvention };
        foreach (GenericParameter parameter in element.GenericParameters)
            found.GenericParameters.Add(new GenericParameter(parameter.Name, found));
        for (int i = 0; i < element.Parameters.Count; i++)
            found.Parameters.Add(new ParameterDefinition(Parameter(element.Parameters[i].ParameterType, other.Parameters[i].ParameterType, scope)));
        if (called is not GenericInstanceMethod generic)
            return found;
        var instance = new GenericInstanceMethod(found);
        foreach (TypeReference argument in generic.GenericArguments)
            instance.GenericArguments.Add(argument);
        return instance;
    }

    private static TypeReference Parameter(TypeReference own, TypeReference other, RewriteScope scope)
    {
        if (!scope.IsRewritten(own))
            return own;
        var any = new GenericInstanceType(scope.Module.ImportReference(other.GetElementType()));
        foreach (TypeReference argument in ((GenericInstanceType)own).GenericArguments)
            any.GenericArguments.Add(argument);
        return any;
    }

    private static bool IsLike(MethodDefinition other, MethodReference called, RewriteScope scope) =>
        other.GenericParameters.Count == called.GenericParameters.Count && other.Parameters.Count == called.Parameters.Count && AreSame(other.ReturnType, called.ReturnType)
        && other.Parameters.Zip(called.Parameters).All(pair => scope.IsRewritten(pair.Second.ParameterType)
            ? Takes(pair.First.ParameterType, pair.Second.ParameterType) : AreSame(pair.First.ParameterType, pair.Second.ParameterType));

    /// <summary>Whether a type is an interface of a collection, with the same arguments.</summary>
    private static bool Takes(TypeReference any, TypeReference collection) =>
        any is GenericInstanceType generic && collection is GenericInstanceType own && RewriteScope.Definition(collection) is { } definition
        && definition.Interfaces.Any(one => one.InterfaceType.GetElementType().FullName == any.GetElementType().FullName)
        && generic.GenericArguments.Count == own.GenericArguments.Count && generic.GenericArguments.Zip(own.GenericArguments).All(pair => AreSame(pair.First, pair.Second));

    /// <summary>Whether two types are one, as their names and the positions of parameters tell.</summary>
    private static bool AreSame(TypeReference left, TypeReference right) => (left, right) switch
    {
        (GenericParameter one, GenericParameter other) => one.Type == other.Type && one.Position == other.Position,
        (GenericInstanceType one, GenericInstanceType other) => one.ElementType.FullName == other.ElementType.FullName
            && one.GenericArguments.Zip(other.GenericArguments).All(pair => AreSame(pair.First, pair.Second)),
        (TypeSpecification one, TypeSpecification other) => one.GetType() == other.GetType() && AreSame(one.ElementType, other.ElementType),
        _ => left.FullName == right.FullName,
    };
}
