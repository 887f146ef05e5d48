using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Lowers the check that stands before every access to a member of a type with a static constructor (ECMA-335 II.10.5.3: it runs once, at
/// the first access to a member, and nobody else gets past it before it has ended). As runtimes do it: a flag is read with acquire; where it
/// is not up, the type's lock is taken and the flag read again; who still finds it down runs the constructor and raises it with release.
/// The flag and the lock are locations that no state prints.
/// </summary>
internal sealed class StaticConstructors(ThreadContext context)
{
    private readonly CodeBuilder code = context.Code;
    private readonly HashSet<ITypeSymbol> running = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a constructor's body is being lowered.</summary>
    public bool IsRunning => running.Count > 0;

    /// <summary>Makes sure that the static constructor of <paramref name="type"/> has run, if it has one; not within itself.</summary>
    /// <param name="type">A class of the test.</param>
    /// <param name="access">The access that needs it.</param>
    /// <param name="lower">Lowers the constructor's body.</param>
    public void Run(INamedTypeSymbol type, SyntaxNode access, Action<IOperation> lower)
    {
        if (context.Unit.Classes.StaticConstructorOf(type) is not { } constructor || running.Contains(type)) return;
        if (IsRunning) throw CSharpError.NotCovered(context.Unit, access, "a static constructor uses its own type only");
        int line = code.Line;
        Operand flag = Operand.Const(context.Objects.HiddenOf(type, "initialised")), gate = Operand.Const(context.Objects.HiddenOf(type, "lock"));
        int done = code.NewLabel(), leave = code.NewLabel();
        int state = context.Code.Temporary();
        code.Emit(new Op.Load(line, state, flag, EventTags.Volatile));
        code.Branch(Operand.Reg(state), done);
        const EventTags enter = EventTags.Monitor | EventTags.ReadModifyWrite;
        code.Emit(new Op.Load(line, state, gate, enter));
        code.Emit(new Op.Assume(line, code.Compute(BinaryOperator.Equal, Operand.Reg(state), Operand.Const(0))));
        code.Emit(new Op.Store(line, gate, Operand.Const(1), enter, RmwRole.Atomic));
        code.Emit(new Op.Load(line, state, flag, EventTags.None));
        code.Branch(Operand.Reg(state), leave);
        running.Add(type);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (!field.IsStatic || field.IsConst || context.Objects.InitialiserOf(field) is not (var value and not 0)) continue;
            code.Emit(new Op.Store(line, Operand.Const(context.Objects.StaticAt(field)), Operand.Const(value), EventTags.None));
        }

        code.Within(() => lower(((IConstructorBodyOperation)context.Unit.Model.GetOperation(constructor)!).BlockBody!));
        running.Remove(type);
        code.Line = line;
        code.Emit(new Op.Store(line, flag, Operand.Const(1), EventTags.Volatile));
        code.Mark(leave);
        code.Emit(new Op.Store(line, gate, Operand.Const(0), EventTags.Monitor));
        code.Mark(done);
    }
}
