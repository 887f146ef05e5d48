using System.Reflection;
using MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>What the parts of the rewriter share: the module, which types are rewritten with it, and how hooks are called.</summary>
internal sealed class RewriteScope
{
    private readonly RewrittenAssemblies assemblies;
    private readonly Dictionary<string, MethodReference> hooks = [];
    private readonly Dictionary<string, bool> rewritten = [];

    public RewriteScope(ModuleDefinition module, RewrittenAssemblies assemblies)
    {
        Module = module;
        this.assemblies = assemblies;
        Substitutes = new Substitutes(module, assemblies);
    }

    /// <summary>The module.</summary>
    public ModuleDefinition Module { get; }

    /// <summary>The types that stand for others.</summary>
    public Substitutes Substitutes { get; }

    /// <summary>Whether a type is one of the framework's that are copied, and this module is not one of the copies.</summary>
    public bool IsCopied(TypeReference type)
    {
        TypeReference element = type.GetElementType();
        while (element.DeclaringType is { } outer)
            element = outer;
        return FrameworkTypes.Parse(Module.Assembly.Name.Name) is null && assemblies.CopyOf(element) is not null;
    }

    /// <summary>Whether a type's code is rewritten.</summary>
    public bool IsRewritten(TypeReference type)
    {
        TypeReference element = type.GetElementType();
        while (element.DeclaringType is { } outer)
            element = outer;
        if (element is GenericParameter or ArrayType)
            return false;
        if (assemblies.CopyOf(element) is not null)
            return true;
        string? name = element.Scope switch
        {
            AssemblyNameReference reference => reference.Name,
            ModuleDefinition module => module.Assembly.Name.Name,
            _ => null,
        };
        if (name is null || !IsRewritten(name))
            return false;
        // A type may have moved to another assembly, as ConcurrentQueue to that of the runtime.
        return name == Module.Assembly.Name.Name || Definition(element) is not { } found || IsRewritten(found.Module.Assembly.Name.Name);
    }

    private bool IsRewritten(string assembly)
    {
        if (!this.rewritten.TryGetValue(assembly, out bool rewritten))
            this.rewritten.Add(assembly, rewritten = assembly == Module.Assembly.Name.Name || assemblies.FileOf(assembly) is not null);
        return rewritten;
    }

    /// <summary>A hook that is generic in one type, or in none where <paramref name="argument"/> is null.</summary>
    public MethodReference Hook(string name, TypeReference? argument = null)
    {
        if (!hooks.TryGetValue(name, out MethodReference? hook))
        {
            MethodInfo method = typeof(Hooks).GetMethod(name) ?? throw new MissingMethodException(nameof(Hooks), name);
            hooks.Add(name, hook = Module.ImportReference(method));
        }
        if (argument is null)
            return hook;
        var instance = new GenericInstanceMethod(hook);
        instance.GenericArguments.Add(argument);
        return instance;
    }

    /// <summary>The definition of a type, where it can be found.</summary>
    public static TypeDefinition? Definition(TypeReference type)
    {
        if (type is GenericParameter)
            return null;
        try
        {
            return type.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;
        }
    }

    /// <summary>Whether a type is a value type.</summary>
    public static bool IsValueType(TypeReference type) => type.IsValueType || Definition(type) is { IsValueType: true };

    /// <summary>Whether values of a type are never in memory that is shared: a ref struct.</summary>
    public static bool IsByRefLike(TypeReference type) =>
        type is ByReferenceType
        || (type is not (ArrayType or PointerType) && Definition(type) is { IsValueType: true } found
            && found.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsByRefLikeAttribute"));

    /// <summary>A type as an argument of a hook: pointers are numbers there.</summary>
    public TypeReference AsArgument(TypeReference type) => type switch
    {
        IModifierType modified => AsArgument(modified.ElementType),
        PointerType or FunctionPointerType => Module.TypeSystem.IntPtr,
        _ => type,
    };

    /// <summary>A type with its own parameters as arguments, as its code sees it.</summary>
    public static TypeReference Self(TypeReference type)
    {
        if (!type.HasGenericParameters)
            return type;
        var self = new GenericInstanceType(type);
        foreach (GenericParameter parameter in type.GenericParameters)
            self.GenericArguments.Add(parameter);
        return self;
    }

    /// <summary>A load of a site's number.</summary>
    public static Instruction LoadSite(MethodDefinition method, Instruction at, string member, bool isAccess) =>
        Instruction.Create(OpCodes.Ldc_I4, AddSite(method, at, member, isAccess));

    /// <summary>A new site.</summary>
    public static int AddSite(MethodDefinition method, Instruction at, string member, bool isAccess = false)
    {
        SequencePoint? point = null;
        if (method.DebugInformation.HasSequencePoints)
        {
            foreach (SequencePoint candidate in method.DebugInformation.SequencePoints)
            {
                if (!candidate.IsHidden && candidate.Offset <= at.Offset && (point is null || candidate.Offset >= point.Offset))
                    point = candidate;
            }
        }
        var site = new Site(member, method.DeclaringType.Name.Split('`')[0] + "." + method.Name, point?.Document.Url, point?.StartLine ?? 0)
        {
            Column = point?.StartColumn ?? 0,
            IsAccess = isAccess,
            IsDiscarded = at.Next?.OpCode.Code == Code.Pop,
        };
        return FrameworkTypes.Parse(method.Module.Assembly.Name.Name) is null ? SiteTable.Add(site) : SiteTable.AddInner(site);
    }
}
