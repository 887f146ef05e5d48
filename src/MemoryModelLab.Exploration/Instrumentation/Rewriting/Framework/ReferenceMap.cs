using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;

/// <summary>What the code of a copied type refers to, as its copy in another module does: to the copies of its own types, and else to the originals.</summary>
internal sealed class ReferenceMap(ModuleDefinition module)
{
    private readonly Dictionary<TypeDefinition, TypeDefinition> types = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> methods = [];
    private readonly Dictionary<string, AssemblyNameReference> assemblies = module.AssemblyReferences.ToDictionary(reference => reference.Name);
    private readonly Dictionary<string, TypeReference> primitives = module.TypeSystem is var system
        ? new TypeReference[]
        {
            system.Void, system.Boolean, system.Char, system.SByte, system.Byte, system.Int16, system.UInt16, system.Int32, system.UInt32, system.Int64, system.UInt64,
            system.IntPtr, system.UIntPtr, system.Single, system.Double, system.String, system.Object, system.TypedReference,
        }.ToDictionary(type => type.FullName) : [];

    // A parameter of a generic type or method is written as its position.
    private readonly TypeReference anyType = new("", "", module, module);
    private readonly MethodReference anyMethod = new("", module.TypeSystem.Void, module.TypeSystem.Object);

    /// <summary>The types outside of the copy that it refers to.</summary>
    public Dictionary<string, TypeReference> Foreign { get; } = [];

    /// <summary>The copied types.</summary>
    public IReadOnlyDictionary<TypeDefinition, TypeDefinition> Types => types;

    /// <summary>A type has a copy.</summary>
    public void Add(TypeDefinition original, TypeDefinition copy) => types.Add(original, copy);

    /// <summary>A method has a copy.</summary>
    public void Add(MethodDefinition original, MethodDefinition copy) => methods.Add(original, copy);

    /// <summary>A type.</summary>
    public TypeReference Map(TypeReference type)
    {
        switch (type)
        {
            case GenericParameter parameter: return Parameter(parameter.Type == GenericParameterType.Type ? anyType : anyMethod, parameter.Position);
            case TypeDefinition definition when types.TryGetValue(definition, out TypeDefinition? copy): return copy;
            case ByReferenceType reference: return new ByReferenceType(Map(reference.ElementType));
            case PointerType pointer: return new PointerType(Map(pointer.ElementType));
            case PinnedType pinned: return new PinnedType(Map(pinned.ElementType));
            case RequiredModifierType required: return new RequiredModifierType(Map(required.ModifierType), Map(required.ElementType));
            case OptionalModifierType optional: return new OptionalModifierType(Map(optional.ModifierType), Map(optional.ElementType));
            case ArrayType array: return Array(array);
            case GenericInstanceType instance:
                var generic = new GenericInstanceType(Map(instance.ElementType));
                foreach (TypeReference argument in instance.GenericArguments)
                    generic.GenericArguments.Add(Map(argument));
                return generic;
            case FunctionPointerType function: return Function(function);
            default: return primitives.TryGetValue(type.FullName, out TypeReference? primitive) ? primitive : Reference(type);
        }
    }

    /// <summary>A method.</summary>
    public MethodReference Map(MethodReference method)
    {
        if (method is GenericInstanceMethod instance)
        {
            var generic = new GenericInstanceMethod(Map(instance.ElementMethod));
            foreach (TypeReference argument in instance.GenericArguments)
                generic.GenericArguments.Add(Map(argument));
            return generic;
        }
        if (method is MethodDefinition definition && methods.TryGetValue(definition, out MethodDefinition? copy))
            return copy;
        var mapped = new MethodReference(method.Name, Map(method.ReturnType), Map(method.DeclaringType))
        {
            HasThis = method.HasThis,
            ExplicitThis = method.ExplicitThis,
            CallingConvention = method.CallingConvention,
        };
        foreach (GenericParameter parameter in method.GenericParameters)
            mapped.GenericParameters.Add(new GenericParameter(parameter.Name, mapped));
        foreach (ParameterDefinition parameter in method.Parameters)
            mapped.Parameters.Add(new ParameterDefinition(Map(parameter.ParameterType)));
        return mapped;
    }

    /// <summary>A field.</summary>
    public FieldReference Map(FieldReference field) => new(field.Name, Map(field.FieldType), Map(field.DeclaringType));

    /// <summary>A signature that is called through a pointer.</summary>
    public CallSite Map(CallSite site)
    {
        var mapped = new CallSite(Map(site.ReturnType)) { HasThis = site.HasThis, ExplicitThis = site.ExplicitThis, CallingConvention = site.CallingConvention };
        foreach (ParameterDefinition parameter in site.Parameters)
            mapped.Parameters.Add(new ParameterDefinition(Map(parameter.ParameterType)));
        return mapped;
    }

    private ArrayType Array(ArrayType array)
    {
        var mapped = new ArrayType(Map(array.ElementType));
        if (array.IsVector)
            return mapped;
        mapped.Dimensions.Clear();
        foreach (ArrayDimension dimension in array.Dimensions)
            mapped.Dimensions.Add(dimension);
        return mapped;
    }

    private FunctionPointerType Function(FunctionPointerType function)
    {
        var mapped = new FunctionPointerType
        {
            ReturnType = Map(function.ReturnType),
            HasThis = function.HasThis,
            ExplicitThis = function.ExplicitThis,
            CallingConvention = function.CallingConvention,
        };
        foreach (ParameterDefinition parameter in function.Parameters)
            mapped.Parameters.Add(new ParameterDefinition(Map(parameter.ParameterType)));
        return mapped;
    }

    private TypeReference Reference(TypeReference type)
    {
        var mapped = new TypeReference(type.Namespace, type.Name, module, type.IsNested ? null : Scope(type), type.IsValueType);
        if (type.IsNested)
            mapped.DeclaringType = Reference(type.DeclaringType);
        else
            Foreign.TryAdd(type.FullName, type);
        return mapped;
    }

    private AssemblyNameReference Scope(TypeReference type)
    {
        AssemblyNameReference name = type.Scope as AssemblyNameReference ?? ((ModuleDefinition)type.Scope).Assembly.Name;
        if (!assemblies.TryGetValue(name.Name, out AssemblyNameReference? reference))
        {
            reference = new AssemblyNameReference(name.Name, name.Version) { PublicKeyToken = name.PublicKeyToken };
            module.AssemblyReferences.Add(reference);
            assemblies.Add(name.Name, reference);
        }
        return reference;
    }

    private static GenericParameter Parameter(IGenericParameterProvider owner, int position)
    {
        while (owner.GenericParameters.Count <= position)
            owner.GenericParameters.Add(new GenericParameter(owner));
        return owner.GenericParameters[position];
    }
}
