using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// Makes static fields the fields of an object, one for a class, that is reached through a static field of the class: the addresses of static
/// fields move in an assembly that can be unloaded, objects can be pinned. Those of a thread become the fields of an object for each thread.
/// </summary>
internal static class StaticFields
{
    private const string Holder = "<statics>";
    private const string ThreadHolder = "<thread statics>";
    private const string Initialiser = "<initialise>";

    /// <summary>Moves a class's static fields.</summary>
    public static void Move(TypeDefinition type, RewriteScope scope)
    {
        FieldDefinition[] fields = [.. type.Fields.Where(IsMoved)];
        Add(type, Holder, fields.Where(field => !IsOfThread(field)), scope, reached: true);
        Add(type, ThreadHolder, fields.Where(IsOfThread), scope, reached: false);
    }

    /// <summary>
    /// The instructions that push the object which has a static field now, and the field there; null where the field was not moved.
    /// </summary>
    public static (Instruction Push, FieldReference Field)? Moved(FieldReference field, RewriteScope scope)
    {
        if (!scope.IsRewritten(field.DeclaringType) || field.Resolve() is not { IsStatic: true } definition || !IsMoved(definition))
            return null;
        bool ofThread = IsOfThread(definition);
        TypeReference owner = field.DeclaringType;
        string name = ofThread ? ThreadHolder : Holder;
        TypeReference holder = HolderOf(definition.DeclaringType, owner.GetElementType(), name, scope);
        TypeReference own = holder;
        if (definition.DeclaringType.HasGenericParameters)
        {
            var instance = new GenericInstanceType(holder);
            IEnumerable<TypeReference> arguments = owner is GenericInstanceType generic ? generic.GenericArguments : definition.DeclaringType.GenericParameters;
            foreach (TypeReference argument in arguments)
                instance.GenericArguments.Add(argument);
            own = instance;
        }
        var moved = new FieldReference(field.Name, Plain(field.FieldType), own);
        Instruction push = ofThread
            ? Instruction.Create(OpCodes.Call, scope.Hook(nameof(Hooks.ThreadStatics), own))
            : Instruction.Create(OpCodes.Ldsfld, new FieldReference(Holder, RewriteScope.Self(holder), owner));
        return (push, moved);
    }

    /// <summary>Has a class's initialiser create the object, and run as one.</summary>
    public static void WrapInitialiser(TypeDefinition type, RewriteScope scope)
    {
        MethodDefinition? original = type.GetStaticConstructor();
        FieldDefinition? holder = type.Fields.FirstOrDefault(field => field.Name == Holder);
        if (holder is null && original is null)
            return;
        TypeReference self = RewriteScope.Self(type);
        if (original is not null)
        {
            original.Name = Initialiser;
            original.Attributes = MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig;
        }
        else
        {
            type.IsBeforeFieldInit = true;
        }
        var wrapper = new MethodDefinition(
            ".cctor",
            MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
            scope.Module.TypeSystem.Void);
        ILProcessor code = wrapper.Body.GetILProcessor();
        Instruction end = Instruction.Create(OpCodes.Ret);
        Instruction leave = Instruction.Create(OpCodes.Call, scope.Hook(nameof(Hooks.LeaveInitialiser)));
        code.Emit(OpCodes.Ldtoken, self);
        code.Emit(OpCodes.Call, scope.Hook(nameof(Hooks.EnterInitialiser)));
        Instruction start = Instruction.Create(OpCodes.Nop);
        code.Append(start);
        if (holder is not null)
        {
            code.Emit(OpCodes.Call, scope.Hook(nameof(Hooks.Allocate), holder.FieldType));
            code.Emit(OpCodes.Stsfld, new FieldReference(Holder, holder.FieldType, self));
        }
        if (original is not null)
            code.Emit(OpCodes.Call, new MethodReference(Initialiser, scope.Module.TypeSystem.Void, self));
        code.Emit(OpCodes.Leave, end);
        code.Append(leave);
        code.Emit(OpCodes.Endfinally);
        code.Append(end);
        wrapper.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = start,
            TryEnd = leave,
            HandlerStart = leave,
            HandlerEnd = end,
        });
        type.Methods.Add(wrapper);
    }

    private static void Add(TypeDefinition type, string name, IEnumerable<FieldDefinition> fields, RewriteScope scope, bool reached)
    {
        if (!fields.Any())
            return;
        var holder = new TypeDefinition(
            "", name, TypeAttributes.NestedPublic | TypeAttributes.Class | TypeAttributes.Sealed, scope.Module.TypeSystem.Object);
        type.NestedTypes.Add(holder);
        foreach (GenericParameter parameter in type.GenericParameters)
            holder.GenericParameters.Add(new GenericParameter(parameter.Name, holder) { Attributes = parameter.Attributes });
        foreach (FieldDefinition field in fields)
        {
            TypeReference fieldType = Renamed(Plain(field.FieldType), holder);
            holder.Fields.Add(new FieldDefinition(field.Name, FieldAttributes.Public, fieldType));
        }
        if (!reached)
            return;
        TypeReference own = holder;
        if (type.HasGenericParameters)
        {
            var instance = new GenericInstanceType(holder);
            foreach (GenericParameter parameter in type.GenericParameters)
                instance.GenericArguments.Add(parameter);
            own = instance;
        }
        type.Fields.Add(new FieldDefinition(Holder, FieldAttributes.Public | FieldAttributes.Static, own));
    }

    private static TypeReference HolderOf(TypeDefinition definition, TypeReference owner, string name, RewriteScope scope)
    {
        if (definition.Module == scope.Module)
            return definition.NestedTypes.First(type => type.Name == name);
        var holder = new TypeReference("", name, scope.Module, owner.Scope, false) { DeclaringType = owner };
        foreach (GenericParameter parameter in definition.GenericParameters)
            holder.GenericParameters.Add(new GenericParameter(parameter.Name, holder));
        return holder;
    }

    /// <summary>A type in terms of the holder's parameters, which are those of the class by position.</summary>
    private static TypeReference Renamed(TypeReference type, TypeDefinition holder)
    {
        if (!holder.HasGenericParameters)
            return type;
        var instance = new GenericInstanceType(holder);
        foreach (GenericParameter parameter in holder.GenericParameters)
            instance.GenericArguments.Add(parameter);
        return GenericArguments.TypeOf(new FieldReference("", type, instance));
    }

    // What the compiler caches (delegates, closures without content) is as good as constant; what has an address in the image is.
    private static bool IsMoved(FieldDefinition field) =>
        field.IsStatic && !field.IsLiteral && !field.HasConstant && (field.Attributes & FieldAttributes.HasFieldRVA) == 0
        && !field.Name.StartsWith("<>", StringComparison.Ordinal) && field.Name != Holder && !field.DeclaringType.Name.StartsWith("<>", StringComparison.Ordinal)
        && field.DeclaringType.Name != "<PrivateImplementationDetails>" && !RewriteScope.IsByRefLike(field.FieldType)
        && field.FieldType is not (PointerType or FunctionPointerType);

    private static bool IsOfThread(FieldDefinition field) => field.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "ThreadStaticAttribute");

    private static TypeReference Plain(TypeReference type) => type is IModifierType modified ? Plain(modified.ElementType) : type;
}
