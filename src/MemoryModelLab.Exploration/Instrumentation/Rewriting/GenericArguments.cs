using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>Types of members of generic types, as the code that uses the member sees them.</summary>
internal static class GenericArguments
{
    /// <summary>The type of a field where the field is used.</summary>
    public static TypeReference TypeOf(FieldReference field) => Substitute(field.FieldType, field.DeclaringType as GenericInstanceType, null);

    /// <summary>A parameter's type where the method is called.</summary>
    public static TypeReference TypeOf(MethodReference method, int parameter) =>
        Substitute(method.Parameters[parameter].ParameterType, method.DeclaringType as GenericInstanceType, method as GenericInstanceMethod);

    /// <summary>What a method returns where it is called.</summary>
    public static TypeReference ReturnTypeOf(MethodReference method) =>
        Substitute(method.ReturnType, method.DeclaringType as GenericInstanceType, method as GenericInstanceMethod);

    private static TypeReference Substitute(TypeReference type, GenericInstanceType? owner, GenericInstanceMethod? method)
    {
        switch (type)
        {
            case GenericParameter { Type: GenericParameterType.Type } parameter:
                return owner is null ? type : owner.GenericArguments[parameter.Position];
            case GenericParameter parameter:
                return method is null ? type : method.GenericArguments[parameter.Position];
            case ArrayType { IsVector: true } array:
                return new ArrayType(Substitute(array.ElementType, owner, method));
            case ArrayType array:
                var many = new ArrayType(Substitute(array.ElementType, owner, method));
                many.Dimensions.Clear();
                foreach (ArrayDimension dimension in array.Dimensions)
                    many.Dimensions.Add(dimension);
                return many;
            case ByReferenceType reference:
                return new ByReferenceType(Substitute(reference.ElementType, owner, method));
            case PointerType pointer:
                return new PointerType(Substitute(pointer.ElementType, owner, method));
            case IModifierType modified:
                return Substitute(modified.ElementType, owner, method);
            case GenericInstanceType instance:
                var copy = new GenericInstanceType(instance.ElementType);
                foreach (TypeReference argument in instance.GenericArguments)
                    copy.GenericArguments.Add(Substitute(argument, owner, method));
                return copy;
            default:
                return type;
        }
    }
}
