using System.Reflection;
using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// The framework's types that models of ours stand for (<see cref="StandsForAttribute"/>): all references to such a type become
/// references to its model, which has the same members.
/// </summary>
internal sealed class Substitutes
{
    private static readonly Dictionary<string, Type> Models = typeof(Substitutes).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<StandsForAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<StandsForAttribute>()!.Type.FullName!);

    // They wait, or run code, outside of the exploration: its threads would never see it.
    private static readonly HashSet<string> Refused =
    [
        "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Threading.AsyncLocal`1",
        "System.Threading.Semaphore", "System.Threading.ReaderWriterLock",
        "System.Threading.SynchronizationContext", "System.Threading.Tasks.TaskFactory`1",
        "System.Threading.Tasks.TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource`1", "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1", "System.Timers.Timer",
        "System.Threading.CancellationToken", "System.Threading.CancellationTokenSource", "System.Threading.Channels.Channel", "System.Buffers.ArrayPool`1", "System.Random",
    ];

    // They answer otherwise in each run of a thread.
    private static readonly HashSet<string> Changing =
    [
        "System.Guid::CreateVersion7", "System.IO.Path::GetRandomFileName", "System.IO.Path::GetTempFileName", "System.GC::GetTotalMemory", "System.GC::GetAllocatedBytesForCurrentThread",
        "System.GC::GetTotalAllocatedBytes", "System.Environment::get_WorkingSet", "System.Environment::get_CpuUsage",
    ];

    private static readonly HashSet<string> Clocks =
    [
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64", "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
    // They access memory by an address, or by a name, that says nothing of how far it goes, or of which it is.
    private static readonly HashSet<string> Unseen =
    [
        "System.Runtime.CompilerServices.Unsafe::CopyBlock", "System.Runtime.CompilerServices.Unsafe::CopyBlockUnaligned", "System.Runtime.CompilerServices.Unsafe::InitBlock",
        "System.Runtime.CompilerServices.Unsafe::InitBlockUnaligned", "System.Runtime.CompilerServices.Unsafe::Copy", "System.Runtime.InteropServices.MemoryMarshal::ToEnumerable",
        "System.Reflection.FieldInfo::GetValue", "System.Reflection.FieldInfo::SetValue", "System.Reflection.FieldInfo::GetValueDirect", "System.Reflection.FieldInfo::SetValueDirect",
    ];

    private readonly ModuleDefinition _module;
    private readonly RewrittenAssemblies _assemblies;
    private readonly TypeReference[] _replaced;
    private readonly (TypeReference Type, string Assembly)[] _copied;

    public Substitutes(ModuleDefinition module, RewrittenAssemblies assemblies)
    {
        (_module, _assemblies) = (module, assemblies);
        _copied = [.. module.GetTypeReferences().Where(type => !type.IsNested).Select(type => (type, assemblies.CopyOf(type)!)).Where(pair => pair.Item2 is not null)];
        _replaced = [.. module.GetTypeReferences().Where(type => !type.IsNested && Models.ContainsKey(type.FullName))];
    }

    /// <summary>Whether a model stands for a type.</summary>
    public static bool Stands(TypeReference type) => ModelOf(type) is not null;

    /// <summary>The method of a model that does what <c>newobj</c> does; null where there is no model.</summary>
    public MethodReference? Factory(MethodReference constructor)
    {
        if (ModelOf(constructor.DeclaringType) is not { IsValueType: false } || WhyNot(constructor) is not null)
            return null;
        var factory = new MethodReference("Create", _module.TypeSystem.Object, constructor.DeclaringType);
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
        if (Changing.Contains(Calls.NameOf(called)))
            return $"{name} is not supported by the explorer: it answers otherwise in each run, and executions are runs that are repeated";
        if (Clocks.Contains(Calls.NameOf(called)) || called.DeclaringType.FullName is "System.Diagnostics.Stopwatch" or "System.TimeProvider")
            return $"{name.Replace(".get_", ".", StringComparison.Ordinal)} is not supported by the explorer: time does not pass, so that what is done when it is over would not be seen";
        if (Unseen.Contains(Calls.NameOf(called)))
            return $"{name} is not supported by the explorer: which memory it accesses is not known";
        if (Refused.Contains(called.DeclaringType.GetElementType().FullName))
            return $"{name} is not supported by the explorer: it is not modelled";
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
        foreach ((TypeReference type, string assembly) in _copied)
            type.Scope = Reference(assembly);
        if (_replaced.Length == 0)
            return;
        foreach (TypeDefinition type in _module.GetTypes().Where(type => type.BaseType is { } up && _replaced.Contains(up.GetElementType())))
            type.BaseType = Copy(type.BaseType);
        IMetadataScope scope = _module.ImportReference(typeof(Hooks)).Scope;
        foreach (TypeReference type in _replaced)
        {
            Type model = Models[type.FullName];
            (type.Namespace, type.Name, type.Scope) = (model.Namespace, model.Name, scope);
        }
    }

    private AssemblyNameReference Reference(string assembly)
    {
        if (_module.AssemblyReferences.FirstOrDefault(reference => reference.Name == assembly) is { } known)
            return known;
        var added = new AssemblyNameReference(assembly, new Version());
        _module.AssemblyReferences.Add(added);
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
        var copy = new TypeReference(type.Namespace, type.Name, _module, type.Scope, type.IsValueType);
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
        return _assemblies.CopyOf(type) is not null;
    }
}
