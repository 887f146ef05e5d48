using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>Rewrites the accesses, creations, calls and loops of one method.</summary>
internal sealed partial class MethodRewriter(MethodDefinition method, RewriteScope scope)
{
    private readonly MethodBody body = method.Body;
    private StackShapes shapes = null!;
    private bool callsOwn;

    /// <summary>Rewrites the method.</summary>
    public void Rewrite()
    {
        body.SimplifyMacros();
        shapes = new StackShapes(body);
        if (IsAsync())
            Throw(body.Instructions[0], $"async/await is not supported: {method.DeclaringType.Name}.{method.Name}");
        Loop[] loops = Loops();
        foreach (Instruction instruction in body.Instructions.ToArray())
            Rewrite(instruction);
        MarkLoops(loops);
        if (callsOwn)
            body.Instructions.Insert(0, Call(nameof(Hooks.EnsureStack)));
        // The long forms stay: what is put in later, at handlers, would take short branches out of their reach.
    }

    private void Rewrite(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Ldfld: LoadField(at, (FieldReference)at.Operand); break;
            case Code.Stfld: StoreField(at, (FieldReference)at.Operand); break;
            case Code.Ldsfld: AccessStatic(at, (FieldReference)at.Operand, nameof(Hooks.Load), nameof(Hooks.LoadVolatile)); break;
            case Code.Stsfld: AccessStatic(at, (FieldReference)at.Operand, nameof(Hooks.StoreTo), nameof(Hooks.StoreVolatileTo)); break;
            case Code.Ldsflda: AddressOfStatic(at, (FieldReference)at.Operand); break;
            case Code.Ldobj: LoadIndirect(at, (TypeReference)at.Operand); break;
            case Code.Stobj: StoreIndirect(at, (TypeReference)at.Operand); break;
            case Code.Initobj: ClearIndirect(at, (TypeReference)at.Operand); break;
            case Code.Cpobj: Use(at, nameof(Hooks.Copy), (TypeReference)at.Operand); break;
            case Code.Newobj: Create(at, (MethodReference)at.Operand); break;
            case Code.Box when MayBeExplored((TypeReference)at.Operand): Use(at, nameof(Hooks.Box), (TypeReference)at.Operand); break;
            case Code.Unbox_Any when MayBeExplored((TypeReference)at.Operand): Use(at, nameof(Hooks.Unbox), (TypeReference)at.Operand); break;
            case Code.Newarr: Replace(at, Call(nameof(Hooks.NewArray), Argument((TypeReference)at.Operand))); break;
            case Code.Call or Code.Callvirt: RewriteCall(at, (MethodReference)at.Operand); break;
            case Code.Ldftn or Code.Ldvirtftn: LoadMethod(at, (MethodReference)at.Operand); break;
            default: RewriteTyped(at); break;
        }
    }

    private void RewriteTyped(Instruction at)
    {
        if (Elements.OfLoadElement(at, scope) is { } loaded)
            Use(at, nameof(Hooks.LoadElement), loaded);
        else if (Elements.OfStoreElement(at, scope) is { } stored)
            Use(at, nameof(Hooks.StoreElement), stored);
        else if (Elements.OfLoadIndirect(at, scope) is { } read)
            LoadIndirect(at, read);
        else if (Elements.OfStoreIndirect(at, scope) is { } written)
            StoreIndirect(at, written);
    }

    // -- Fields -------------------------------------------------------------------------------------------------------------------------

    private void LoadField(Instruction at, FieldReference field)
    {
        if (IsForeign(field))
        {
            Throw(at, $"{NameOf(field)} is not supported by the explorer: it is a field of an object of code that is not rewritten");
            return;
        }
        StackShape owner = shapes.Before(at, 0);
        if (owner == StackShape.Local || (owner == StackShape.Value && RewriteScope.IsValueType(field.DeclaringType)) || IsNever(field))
            return;
        bool isVolatile = TakeVolatile(at);
        TypeReference type = Argument(GenericArguments.TypeOf(field));
        Replace(at, Instruction.Create(OpCodes.Ldflda, field), Site(at, NameOf(field)), Call(isVolatile ? nameof(Hooks.LoadVolatile) : nameof(Hooks.Load), type));
    }

    private void StoreField(Instruction at, FieldReference field)
    {
        if (IsForeign(field))
        {
            Throw(at, $"{NameOf(field)} is not supported by the explorer: it is a field of an object of code that is not rewritten");
            return;
        }
        if (shapes.Before(at, 1) == StackShape.Local)
            return;
        if (RewriteScope.IsByRefLike(field.FieldType))
        {
            NoteEffect(at);
            return;
        }
        bool isVolatile = TakeVolatile(at);
        TypeReference type = Argument(GenericArguments.TypeOf(field));
        VariableDefinition value = body.AddLocal(type);
        if (GenericArguments.TypeOf(field) is PointerType)
            at = body.Precede(at, Site(at, NameOf(field)), Call(nameof(Hooks.KeepPointer)));
        Replace(
            at, Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Ldflda, field), Instruction.Create(OpCodes.Ldloc, value),
            Site(at, NameOf(field)), Call(isVolatile ? nameof(Hooks.StoreVolatile) : nameof(Hooks.Store), type));
    }

    private void AccessStatic(Instruction at, FieldReference field, string plainHook, string volatileHook)
    {
        if (StaticFields.Moved(field, scope) is not { } moved)
            return;
        string hook = TakeVolatile(at) ? volatileHook : plainHook;
        TypeReference type = Argument(GenericArguments.TypeOf(field));
        Replace(at, moved.Push, Instruction.Create(OpCodes.Ldflda, moved.Field), Site(at, NameOf(field)), Call(hook, type));
    }

    private void AddressOfStatic(Instruction at, FieldReference field)
    {
        if (StaticFields.Moved(field, scope) is { } moved)
            Replace(at, moved.Push, Instruction.Create(OpCodes.Ldflda, moved.Field));
    }

    /// <summary>Whether a boxed value of a type may have fields that change.</summary>
    private bool MayBeExplored(TypeReference type) => type is GenericParameter || (scope.IsRewritten(type) && RewriteScope.IsValueType(type));

    // Fields of a ref struct are on the stack; writing them goes by a hook all the same, which sees whether something has changed.
    private static bool IsNever(FieldReference field) => RewriteScope.IsByRefLike(field.DeclaringType) || RewriteScope.IsByRefLike(field.FieldType);

    private bool IsForeign(FieldReference field) => !scope.IsRewritten(field.DeclaringType) && !RewriteScope.IsValueType(field.DeclaringType);

    // -- Addresses ----------------------------------------------------------------------------------------------------------------------

    private void LoadIndirect(Instruction at, TypeReference type)
    {
        if (shapes.Before(at, 0) == StackShape.Local || RewriteScope.IsByRefLike(type))
            return;
        Use(at, TakeVolatile(at) ? nameof(Hooks.LoadVolatile) : nameof(Hooks.Load), type);
    }

    private void StoreIndirect(Instruction at, TypeReference type)
    {
        if (shapes.Before(at, 1) == StackShape.Local)
            return;
        if (RewriteScope.IsByRefLike(type))
        {
            NoteEffect(at);
            return;
        }
        Use(at, TakeVolatile(at) ? nameof(Hooks.StoreVolatile) : nameof(Hooks.Store), type);
    }

    private void ClearIndirect(Instruction at, TypeReference type)
    {
        if (shapes.Before(at, 0) == StackShape.Local)
            return;
        if (RewriteScope.IsByRefLike(type))
            NoteEffect(at);
        else
            Use(at, nameof(Hooks.Clear), type);
    }

    /// <summary>What is on the stack of the thread, as a ref struct is, is not shared; but a round of a loop that changes it is not in vain.</summary>
    private void NoteEffect(Instruction at) => Before(at, Call(nameof(Hooks.Effect)));

    // -- Objects ------------------------------------------------------------------------------------------------------------------------

    private void Create(Instruction at, MethodReference constructor)
    {
        if (constructor.DeclaringType.FullName == "System.Object")
            Replace(at, Call(nameof(Hooks.Allocate), scope.Module.TypeSystem.Object));
        else if (RewriteScope.Definition(constructor.DeclaringType) is { BaseType.FullName: "System.MulticastDelegate" })
            Note(at, nameof(Hooks.MadeDelegate));
        else if (RewriteScope.Definition(constructor.DeclaringType) is { } created && Substitutes.ModelledBase(created) is { } modelled)
            Throw(at, $"{created.Name} is not supported by the explorer: it derives from {modelled}, which is modelled");
        else if (!scope.IsRewritten(constructor.DeclaringType) && scope.Substitutes.WhyNot(constructor) is { } reason)
            Throw(at, reason);
        else if (scope.Substitutes.Factory(constructor) is { } substitute)
            Replace(at, Instruction.Create(OpCodes.Call, substitute));
        else if (Factories.For(constructor, scope) is { } factory)
            CreateRewritten(at, factory);
        else if (constructor.DeclaringType is ArrayType)
            Throw(at, "arrays of several dimensions are not supported by the explorer");
        else if (!scope.IsRewritten(constructor.DeclaringType) && !Calls.IsView(constructor))
            CreateForeign(at, constructor);
    }

    private void CreateRewritten(Instruction at, MethodReference factory)
    {
        if (scope.IsCopied(factory.DeclaringType))
            Replace(at, SiteOfCall(at, Short(factory)), Call(nameof(Hooks.Leave)), Instruction.Create(OpCodes.Call, factory));
        else
            Replace(at, Instruction.Create(OpCodes.Call, factory));
    }

    private void CreateForeign(Instruction at, MethodReference constructor)
    {
        Instruction call = Lend(at, constructor);
        if (RewriteScope.IsValueType(constructor.DeclaringType) || Calls.IsPure(constructor))
            return;
        Note(call, nameof(Hooks.Made));
    }

    /// <summary>Calls a hook with what an instruction has pushed.</summary>
    private void Note(Instruction made, string hook)
    {
        int next = body.Instructions.IndexOf(made) + 1;
        body.Instructions.Insert(next, Call(hook));
        body.Instructions.Insert(next, Instruction.Create(OpCodes.Dup));
    }

    // -- Parts --------------------------------------------------------------------------------------------------------------------------

    private void Use(Instruction at, string hook, TypeReference type) => Replace(at, Site(at, Describe(at)), Call(hook, Argument(type)));

    private Instruction Call(string hook, TypeReference? argument = null) => Instruction.Create(OpCodes.Call, scope.Hook(hook, argument));

    private Instruction Site(Instruction at, string member) => RewriteScope.LoadSite(method, at, member, isAccess: true);

    private Instruction SiteOfCall(Instruction at, string member) => RewriteScope.LoadSite(method, at, member, isAccess: false);

    private TypeReference Argument(TypeReference type) => scope.AsArgument(type);

    private void Replace(Instruction at, params ReadOnlySpan<Instruction> sequence) => body.Replace(at, sequence);

    private static bool TakeVolatile(Instruction at)
    {
        bool isVolatile = false;
        for (Instruction? prefix = at.Previous; prefix is { OpCode.Code: Code.Volatile or Code.Unaligned }; prefix = prefix.Previous)
        {
            isVolatile |= prefix.OpCode.Code == Code.Volatile;
            (prefix.OpCode, prefix.Operand) = (OpCodes.Nop, null);
        }
        return isVolatile;
    }

    private static string NameOf(FieldReference field)
    {
        string owner = field.DeclaringType.GetElementType().Name.Split('`')[0];
        // <name>P is a parameter of a primary constructor, <Name>k__BackingField a property.
        string name = field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? field.Name[1..end] : field.Name;
        return owner.StartsWith('<') ? name : $"{owner}.{name}";
    }

    /// <summary>What an access through an address is of: the field whose address was taken just before, or a name for lack of one.</summary>
    private static string Describe(Instruction at)
    {
        Instruction? before = at.Previous;
        for (int steps = 0; before is not null && steps < 12; steps++, before = before.Previous)
        {
            if (before.Operand is FieldReference field)
                return NameOf(field) + (at.OpCode.Code.ToString().Contains("elem", StringComparison.OrdinalIgnoreCase) ? "[]" : "");
        }
        return at.OpCode.Code.ToString().Contains("elem", StringComparison.OrdinalIgnoreCase) ? "[]" : "*";
    }

    private bool IsAsync() => method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "AsyncStateMachineAttribute");

    /// <summary>Has the program stop before an instruction that cannot be explored, and say what it is; what follows is not even compiled.</summary>
    private void Throw(Instruction at, string what)
    {
        string where = SiteTable.Get(RewriteScope.AddSite(method, at, "")).Place;
        // The values are there for who measures the height of the stack.
        IEnumerable<Instruction> height = Enumerable.Range(0, shapes.HeightBefore(at)).Select(_ => Instruction.Create(OpCodes.Ldnull));
        body.Precede(at, [Instruction.Create(OpCodes.Ldstr, $"{what} ({where})"), Call(nameof(Hooks.NotSupported)), Instruction.Create(OpCodes.Throw), .. height]);
    }
}
