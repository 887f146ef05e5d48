using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Framework;

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
}
