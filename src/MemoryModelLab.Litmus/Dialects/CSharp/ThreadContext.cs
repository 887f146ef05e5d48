using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>What the parts of a thread's lowering share.</summary>
internal sealed class ThreadContext
{
    private readonly ThreadBuilder thread;
    private readonly Dictionary<string, ITypeSymbol> localTypes = new(StringComparer.Ordinal);

    public ThreadContext(CSharpUnit unit, ThreadBuilder thread)
    {
        this.thread = thread;
        Unit = unit;
        Objects = new ObjectLayout(unit, thread.Locations);
        Code = new CodeBuilder(thread);
        End = Code.NewLabel();
    }

    /// <summary>The compiled test.</summary>
    public CSharpUnit Unit { get; }

    /// <summary>The test's objects.</summary>
    public ObjectLayout Objects { get; }

    /// <summary>The code so far.</summary>
    public CodeBuilder Code { get; }

    /// <summary>The thread's end.</summary>
    public int End { get; }

    /// <summary>The locks held here, innermost last, as addresses.</summary>
    public List<Operand> Locks { get; } = [];

    /// <summary>How many loops are open here.</summary>
    public int LoopDepth { get; set; }

    /// <summary>The address of the location that parameter <paramref name="name"/> is.</summary>
    public Operand AddressOf(string name) => Operand.Const(thread.Locations.AddressOf(name));

    /// <summary>Makes sure that a type's static constructor has run.</summary>
    public Action<INamedTypeSymbol, SyntaxNode> Initialise { get; set; } = static (_, _) => { };

    /// <summary>The type of <paramref name="operation"/>'s value.</summary>
    public CSharpType TypeOf(IOperation operation) => ScalarOf(operation.Type, operation.Syntax);

    /// <summary><paramref name="type"/> as a scalar type.</summary>
    /// <exception cref="LitmusException">Its values do not fit one event.</exception>
    public CSharpType ScalarOf(ITypeSymbol? type, SyntaxNode node) => CSharpType.Of(type)
        ?? throw Unit.Error(node, $"C# tests do not cover values of type {type?.ToDisplayString() ?? "void"}; use integers, bool or classes");

    /// <summary>The register of <paramref name="local"/>. Locals of one name in separate blocks are one register.</summary>
    public int RegisterOf(ILocalSymbol local, SyntaxNode node)
    {
        if (local.RefKind != RefKind.None) throw CSharpError.NotCovered(Unit, node, "a local holds a value, not a reference to a location");
        CSharpType type = ScalarOf(local.Type, node);
        CheckType(local, node);
        return Code.Local(local.Name, type.Printed);
    }

    /// <summary>The register of <paramref name="field"/> of <paramref name="local"/>, a struct.</summary>
    public int RegisterOf(ILocalSymbol local, IFieldSymbol field, SyntaxNode node)
    {
        CheckType(local, node);
        return Code.Local($"{local.Name}.{field.Name}", ScalarOf(field.Type, node).Printed);
    }

    /// <summary>Leaves every lock taken after the first <paramref name="depth"/>, innermost first.</summary>
    public void Unlock(int depth)
    {
        for (int index = Locks.Count - 1; index >= depth; index--)
        {
            Code.Emit(new Op.Store(Code.Line, Locks[index], Operand.Const(0), EventTags.Monitor));
        }
    }

    /// <summary>
    /// Ends the thread when <paramref name="reference"/> is null, as the exception would; its locks are left on the way out. The check is
    /// no branch: machines do it by a fault, so it makes no control dependency.
    /// </summary>
    public void EndIfNull(Operand reference)
    {
        if (Locks.Count == 0) Code.Branch(Code.Compute(BinaryOperator.Equal, reference, Operand.Const(0)), End, isInternal: true);
        else EndUnless(reference);
    }

    /// <summary>Ends the thread when <paramref name="condition"/> is 0, likewise.</summary>
    public void EndUnless(Operand condition)
    {
        int alive = Code.NewLabel();
        Code.Branch(condition, alive, isInternal: true);
        Unlock(0);
        Code.Jump(End);
        Code.Mark(alive);
    }

    private void CheckType(ILocalSymbol local, SyntaxNode node)
    {
        if (!localTypes.TryAdd(local.Name, local.Type) && !SymbolEqualityComparer.Default.Equals(localTypes[local.Name], local.Type))
        {
            throw Unit.Error(node, $"the thread has two locals {local.Name} of different types; a register has one name and one type");
        }
    }
}
