using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;

/// <summary>Copies a type of the framework, with the types inside of it, into an assembly of its own, which may use whatever the original may.</summary>
internal sealed class TypeCopy
{
    // What the runtime, or the rewriter, goes by.
    private static readonly HashSet<string> KeptAttributes =
        ["IsByRefLikeAttribute", "InlineArrayAttribute", "ThreadStaticAttribute", "AsyncStateMachineAttribute", "IsReadOnlyAttribute", "DefaultMemberAttribute"];

    private readonly ModuleDefinition module;
    private readonly ReferenceMap map;

    private TypeCopy(ModuleDefinition module) => (this.module, map) = (module, new ReferenceMap(module));

    /// <summary>The assembly with the copy.</summary>
    /// <param name="original">The type.</param>
    /// <param name="name">What the assembly is called.</param>
    /// <param name="copyOf">The assembly that another type is copied to, or null.</param>
    public static MemoryStream Of(TypeDefinition original, string name, Func<TypeReference, string?> copyOf)
    {
        var identity = new AssemblyNameDefinition(name, original.Module.Assembly.Name.Version);
        using AssemblyDefinition assembly = AssemblyDefinition.CreateAssembly(identity, name, new ModuleParameters { Kind = ModuleKind.Dll, AssemblyResolver = original.Module.AssemblyResolver });
        AssemblyNameDefinition runtime = RuntimeOf(original).Name;
        assembly.MainModule.AssemblyReferences.Add(new AssemblyNameReference(runtime.Name, runtime.Version) { PublicKeyToken = runtime.PublicKeyToken });
        var copy = new TypeCopy(assembly.MainModule);
        copy.Copy(original);
        string?[] used = [original.Module.Assembly.Name.Name, .. copy.map.Foreign.Values.Select(copyOf)];
        copy.MayUse([.. used.OfType<string>().Distinct()]);
        var code = new MemoryStream();
        assembly.Write(code);
        code.Position = 0;
        return code;
    }

    private static AssemblyDefinition RuntimeOf(TypeDefinition type) =>
        type.Module.AssemblyResolver.Resolve(AssemblyNameReference.Parse(typeof(object).Assembly.FullName!));

    private void Copy(TypeDefinition original)
    {
        module.Types.Add(Declare(original));
        foreach ((TypeDefinition from, TypeDefinition to) in map.Types)
            DeclareMembers(from, to);
        foreach ((TypeDefinition from, TypeDefinition to) in map.Types)
        {
            foreach ((MethodDefinition method, MethodDefinition copy) in from.Methods.Zip(to.Methods))
                Define(method, copy);
        }
    }

    private TypeDefinition Declare(TypeDefinition type)
    {
        var copy = new TypeDefinition(type.Namespace, type.Name, type.Attributes & ~TypeAttributes.HasSecurity);
        if (type.HasLayoutInfo)
            (copy.ClassSize, copy.PackingSize) = (type.ClassSize, type.PackingSize);
        map.Add(type, copy);
        foreach (TypeDefinition nested in type.NestedTypes)
            copy.NestedTypes.Add(Declare(nested));
        return copy;
    }

    private void DeclareMembers(TypeDefinition type, TypeDefinition copy)
    {
        CopyParameters(type, copy);
        copy.BaseType = type.BaseType is null ? null : map.Map(type.BaseType);
        foreach (InterfaceImplementation implemented in type.Interfaces)
            copy.Interfaces.Add(new InterfaceImplementation(map.Map(implemented.InterfaceType)));
        CopyAttributes(type, copy);
        foreach (FieldDefinition field in type.Fields)
        {
            var copied = new FieldDefinition(field.Name, field.Attributes, map.Map(field.FieldType)) { Offset = field.Offset };
            if (field.HasConstant)
                copied.Constant = field.Constant;
            if (field.InitialValue is { Length: > 0 } content)
                copied.InitialValue = content;
            CopyAttributes(field, copied);
            copy.Fields.Add(copied);
        }
        foreach (MethodDefinition method in type.Methods)
            copy.Methods.Add(Declare(method));
    }

    private MethodDefinition Declare(MethodDefinition method)
    {
        var copy = new MethodDefinition(method.Name, method.Attributes & ~(MethodAttributes.HasSecurity | MethodAttributes.RequireSecObject), map.Map(method.ReturnType))
        {
            ImplAttributes = method.ImplAttributes,
            HasThis = method.HasThis,
            ExplicitThis = method.ExplicitThis,
            CallingConvention = method.CallingConvention,
        };
        CopyParameters(method, copy);
        foreach (ParameterDefinition parameter in method.Parameters)
            copy.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes & ~(ParameterAttributes.HasDefault | ParameterAttributes.HasFieldMarshal), map.Map(parameter.ParameterType)));
        CopyAttributes(method, copy);
        map.Add(method, copy);
        return copy;
    }

    private void Define(MethodDefinition method, MethodDefinition copy)
    {
        foreach (MethodReference overridden in method.Overrides)
            copy.Overrides.Add(map.Map(overridden));
        if (!method.HasBody)
            return;
        (MethodBody from, MethodBody to) = (method.Body, copy.Body);
        to.InitLocals = from.InitLocals;
        foreach (VariableDefinition variable in from.Variables)
            to.Variables.Add(new VariableDefinition(map.Map(variable.VariableType)));
        var copied = from.Instructions.ToDictionary(instruction => instruction, _ => Instruction.Create(OpCodes.Nop));
        foreach ((Instruction instruction, Instruction into) in copied)
        {
            (into.OpCode, into.Operand) = (instruction.OpCode, Operand(instruction.Operand));
            to.Instructions.Add(into);
        }
        foreach (ExceptionHandler handler in from.ExceptionHandlers)
        {
            to.ExceptionHandlers.Add(new ExceptionHandler(handler.HandlerType)
            {
                TryStart = copied[handler.TryStart],
                TryEnd = copied[handler.TryEnd],
                FilterStart = handler.FilterStart is { } filter ? copied[filter] : null,
                HandlerStart = copied[handler.HandlerStart],
                HandlerEnd = handler.HandlerEnd is { } end ? copied[end] : null,
                CatchType = handler.CatchType is { } caught ? map.Map(caught) : null,
            });
        }

        object? Operand(object? operand) => operand switch
        {
            Instruction target => copied[target],
            Instruction[] targets => targets.Select(target => copied[target]).ToArray(),
            VariableDefinition variable => to.Variables[variable.Index],
            ParameterDefinition parameter => parameter == from.ThisParameter ? to.ThisParameter : copy.Parameters[parameter.Index],
            TypeReference type => map.Map(type),
            MethodReference called => map.Map(called),
            FieldReference field => map.Map(field),
            CallSite site => map.Map(site),
            _ => operand,
        };
    }

    private void CopyParameters(IGenericParameterProvider from, IGenericParameterProvider to)
    {
        foreach (GenericParameter parameter in from.GenericParameters)
        {
            var copy = new GenericParameter(parameter.Name, to) { Attributes = parameter.Attributes };
            foreach (GenericParameterConstraint constraint in parameter.Constraints)
                copy.Constraints.Add(new GenericParameterConstraint(map.Map(constraint.ConstraintType)));
            to.GenericParameters.Add(copy);
        }
    }

    private void CopyAttributes(ICustomAttributeProvider from, ICustomAttributeProvider to)
    {
        foreach (CustomAttribute attribute in from.CustomAttributes.Where(attribute => KeptAttributes.Contains(attribute.AttributeType.Name)))
            to.CustomAttributes.Add(new CustomAttribute(map.Map(attribute.Constructor), attribute.GetBlob()));
    }

    /// <summary>Has the runtime let the copy use what is internal to other assemblies: it goes by an attribute of this name.</summary>
    private void MayUse(IReadOnlyList<string> assemblies)
    {
        var attribute = new TypeDefinition(
            "System.Runtime.CompilerServices", "IgnoresAccessChecksToAttribute", TypeAttributes.NotPublic | TypeAttributes.Sealed,
            new TypeReference("System", "Attribute", module, module.TypeSystem.CoreLibrary));
        var constructor = new MethodDefinition(
            ".ctor", MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        constructor.Body.GetILProcessor().Emit(OpCodes.Ret);
        attribute.Methods.Add(constructor);
        module.Types.Add(attribute);
        foreach (string assembly in assemblies)
        {
            var use = new CustomAttribute(constructor);
            use.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, assembly));
            module.Assembly.CustomAttributes.Add(use);
        }
    }
}
