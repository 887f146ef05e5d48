using System.Reflection;
using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// The framework's types that models of ours stand for (<see cref="StandsForAttribute"/>): all references to such a type become
/// references to its model, which has the same members.
/// </summary>
internal sealed class Substitutes
{
    private static readonly Dictionary<string, Type> Models = typeof(Substitutes).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<StandsForAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<StandsForAttribute>()!.Type.FullName!);

    private readonly ModuleDefinition module;
    private readonly RewrittenAssemblies assemblies;
    private readonly TypeReference[] replaced;
    private readonly (TypeReference Type, string Assembly)[] copied;

    public Substitutes(ModuleDefinition module, RewrittenAssemblies assemblies)
    {
        (this.module, this.assemblies) = (module, assemblies);
        copied = [.. module.GetTypeReferences().Where(type => !type.IsNested).Select(type => (type, assemblies.CopyOf(type)!)).Where(pair => pair.Item2 is not null)];
        replaced = [.. module.GetTypeReferences().Where(type => !type.IsNested && Models.ContainsKey(type.FullName))];
    }

    /// <summary>Whether a model stands for a type.</summary>
    public static bool Stands(TypeReference type) => ModelOf(type) is not null;

    /// <summary>The method of a model that does what <c>newobj</c> does; null where there is no model.</summary>
    public MethodReference? Factory(MethodReference constructor)
    {
        if (ModelOf(constructor.DeclaringType) is not { IsValueType: false } || WhyNot(constructor) is not null)
            return null;
        var factory = new MethodReference("Create", module.TypeSystem.Object, constructor.DeclaringType);
        foreach (ParameterDefinition parameter in constructor.Parameters)
            factory.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        return factory;
    }

    /// <summary>Why a call of code that is not rewritten cannot be explored: the model has no such member, or the code knows the original only.</summary>
    public string? WhyNot(MethodReference called)
    {
        string name = $"{called.DeclaringType.GetElementType().Name.Split('`')[0]}.{called.Name}";
        if (ModelOf(called.DeclaringType) is { } model)
        {
            string sought = called.Name == ".ctor" && !model.IsValueType ? "Create" : called.Name;
            bool found = model.GetMember(sought, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
                .OfType<MethodBase>().Any(method => Matches(method, called));
            string parameters = string.Join(", ", called.Parameters.Select(parameter => Short(parameter.ParameterType)));
            return found ? null : $"{name}({parameters}) is not supported by the explorer";
        }
        if (Refusals.Of(called) is { } reason)
            return $"{name.Replace(".get_", ".", StringComparison.Ordinal)} is not supported by the explorer: {reason}";
        if (called.DeclaringType.GetElementType().FullName.StartsWith("System.Collections.Concurrent.", StringComparison.Ordinal))
        {
            return $"{name} is not supported by the explorer unless its assembly is rewritten too: --also System.Collections.Concurrent, or InstrumentedOptions.Also";
        }
        IEnumerable<TypeReference> types = called.Parameters.Select(parameter => parameter.ParameterType).Prepend(called.ReturnType);
        return types.FirstOrDefault(Mentions) is { } modelled ? $"{name} is not supported by the explorer: it is code that is not rewritten, and takes or returns a {Short(modelled)}, which is modelled" : null;
    }

    /// <summary>The type with a model that a class derives from; null where there is none. Models are no base classes.</summary>
    public static string? ModelledBase(TypeDefinition type)
    {
        for (TypeReference? up = type.BaseType; up is not null; up = RewriteScope.Definition(up)?.BaseType)
        {
            if (ModelOf(up) is not null && ModelOf(type) is null)
                return up.Name.Split('`')[0];
        }
        return null;
    }

    /// <summary>Puts the models in place, but for classes that derive from what is modelled: of such there are no objects.</summary>
    public void Apply()
    {
        foreach ((TypeReference type, string assembly) in copied)
            type.Scope = Reference(assembly);
        if (replaced.Length == 0)
            return;
        foreach (TypeDefinition type in module.GetTypes().Where(type => type.BaseType is { } up && replaced.Contains(up.GetElementType())))
            type.BaseType = Copy(type.BaseType);
        IMetadataScope scope = module.ImportReference(typeof(Hooks)).Scope;
        foreach (TypeReference type in replaced)
        {
            Type model = Models[type.FullName];
            (type.Namespace, type.Name, type.Scope) = (model.Namespace, model.Name, scope);
        }
    }

    private AssemblyNameReference Reference(string assembly)
    {
        if (module.AssemblyReferences.FirstOrDefault(reference => reference.Name == assembly) is { } known)
            return known;
        var added = new AssemblyNameReference(assembly, new Version());
        module.AssemblyReferences.Add(added);
        return added;
    }

    private TypeReference Copy(TypeReference type)
    {
        if (type is GenericInstanceType instance)
        {
            var copied = new GenericInstanceType(Copy(instance.ElementType));
            foreach (TypeReference argument in instance.GenericArguments)
                copied.GenericArguments.Add(argument);
            return copied;
        }
        var copy = new TypeReference(type.Namespace, type.Name, module, type.Scope, type.IsValueType);
        foreach (GenericParameter _ in type.GenericParameters)
            copy.GenericParameters.Add(new GenericParameter(copy));
        return copy;
    }

    private static string Short(TypeReference type)
    {
        string name = type.Name.Split('`')[0];
        return type is GenericInstanceType instance ? $"{name}<{string.Join(", ", instance.GenericArguments.Select(Short))}>" : name;
    }

    private static bool Matches(MethodBase method, MethodReference called)
    {
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters.Length != called.Parameters.Count || method.IsGenericMethod != called is GenericInstanceMethod)
            return false;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!IsSame(called.Parameters[i].ParameterType, parameters[i].ParameterType))
                return false;
        }
        return true;
    }

    /// <summary>Whether a parameter's type is the same but for models; which generic parameter it is does not matter.</summary>
    private static bool IsSame(TypeReference called, Type own) => called switch
    {
        GenericParameter => own.IsGenericParameter,
        ByReferenceType reference => own.IsByRef && IsSame(reference.ElementType, own.GetElementType()!),
        ArrayType array => own.IsArray && IsSame(array.ElementType, own.GetElementType()!),
        IModifierType modified => IsSame(modified.ElementType, own),
        _ => called.GetElementType().Name == (own.GetCustomAttribute<StandsForAttribute>()?.Type.Name ?? own.Name),
    };

    private static Type? ModelOf(TypeReference type)
    {
        TypeReference element = type.GetElementType();
        if (element.DeclaringType is { } outer)
            return Models.TryGetValue(outer.FullName, out Type? around) ? around.GetNestedType(element.Name) : null;
        return Models.GetValueOrDefault(element.FullName);
    }

    private bool Mentions(TypeReference type) => type switch
    {
        GenericInstanceType instance => Mentions(instance.ElementType) || instance.GenericArguments.Any(Mentions),
        TypeSpecification specification => Mentions(specification.ElementType),
        GenericParameter => false,
        _ => ModelOf(type) is not null || IsCopied(type),
    };

    private bool IsCopied(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return assemblies.CopyOf(type) is not null;
    }
}
