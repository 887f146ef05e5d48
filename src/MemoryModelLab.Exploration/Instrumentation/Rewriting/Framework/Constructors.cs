using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;

/// <summary>Methods of the framework that return a collection of what they are given, and so do what a constructor of it does: <c>Enumerable.ToList</c>.</summary>
internal static class Constructors
{
    /// <summary>The constructor with the same parameters; null where there is none, or what is returned is not copied.</summary>
    public static MethodReference? For(MethodReference called, RewriteScope scope)
    {
        if (Calls.NameOf(called) is not ("System.Linq.Enumerable::ToList" or "System.Linq.Enumerable::ToHashSet") || called is not GenericInstanceMethod { ReturnType: GenericInstanceType made } generic
            || !scope.IsRewritten(made))
        {
            return null;
        }
        var constructor = new MethodReference(".ctor", scope.Module.TypeSystem.Void, GenericArguments.ReturnTypeOf(called)) { HasThis = true };
        // Its parameters are in terms of the collection's type parameter, not of the method's.
        var open = new GenericInstanceMethod(generic.ElementMethod);
        open.GenericArguments.Add(made.ElementType.GenericParameters[0]);
        for (int i = 0; i < called.Parameters.Count; i++)
            constructor.Parameters.Add(new ParameterDefinition(GenericArguments.TypeOf(open, i)));
        return constructor;
    }

    /// <summary>
    /// For a method that returns a new dictionary, the method as it is, which returns one that is not copied; and the factory of a dictionary that holds the same.
    /// Null for other methods, and with a comparer.
    /// </summary>
    public static (MethodReference Original, MethodReference Copy)? Through(MethodReference called, RewriteScope scope)
    {
        if (Calls.NameOf(called) != "System.Linq.Enumerable::ToDictionary" || called is not GenericInstanceMethod { ElementMethod: { } element, ReturnType: GenericInstanceType made } generic
            || element.Parameters[^1].ParameterType.Name.StartsWith("IEqualityComparer", StringComparison.Ordinal) || !scope.IsRewritten(made))
        {
            return null;
        }
        var returned = new GenericInstanceType(new TypeReference(made.Namespace, made.Name, scope.Module, made.Scope));
        var original = new MethodReference(element.Name, returned, element.DeclaringType) { CallingConvention = element.CallingConvention };
        foreach (GenericParameter parameter in element.GenericParameters)
            original.GenericParameters.Add(new GenericParameter(parameter.Name, original));
        foreach (TypeReference argument in made.GenericArguments)
            returned.GenericArguments.Add(argument);
        foreach (ParameterDefinition parameter in element.Parameters)
            original.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        var instance = new GenericInstanceMethod(original);
        foreach (TypeReference argument in generic.GenericArguments)
            instance.GenericArguments.Add(argument);
        var any = new GenericInstanceType(scope.Module.ImportReference(typeof(IDictionary<,>)));
        foreach (GenericParameter parameter in made.ElementType.GenericParameters)
            any.GenericArguments.Add(parameter);
        var constructor = new MethodReference(".ctor", scope.Module.TypeSystem.Void, GenericArguments.ReturnTypeOf(called)) { HasThis = true };
        constructor.Parameters.Add(new ParameterDefinition(any));
        return (instance, Factories.For(constructor, scope)!);
    }
}
