using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class MethodRewriter
{
    /// <summary>A loop: its head, the variables its rounds depend on, and where the code goes on after it.</summary>
    private sealed record Loop(Instruction Head, VariableDefinition[] Live, Instruction[] Exits);

    /// <summary>The method's loops.</summary>
    private Loop[] Loops()
    {
        var flow = new ControlFlow(_body);
        return [.. flow.LoopHeads.Where(_shapes.IsEmptyBefore).Select(head => new Loop(head, [.. flow.LiveBefore(head)], [.. flow.Exits(head)]))];
    }

    /// <summary>
    /// Has each loop say at its head in what state it is: the variables and arguments, and which call of the method this is; and say when it
    /// is left, also by what a handler catches.
    /// </summary>
    private void MarkLoops(Loop[] loops)
    {
        foreach (ExceptionHandler handler in _body.ExceptionHandlers.Where(handler => handler.HandlerType == ExceptionHandlerType.Catch))
            _body.Precede(handler.HandlerStart, Call(nameof(Hooks.EnterHandler)));
        if (loops.Length == 0)
            return;
        VariableDefinition call = _body.AddLocal(scope.Module.TypeSystem.Int64);
        int[] numbers = [.. loops.Select(loop => RewriteScope.AddSite(method, loop.Head, "loop"))];
        foreach ((Loop loop, int number) in loops.Zip(numbers))
        {
            List<Instruction> state = [Instruction.Create(OpCodes.Ldc_I4, number), Instruction.Create(OpCodes.Ldloc, call), Instruction.Create(OpCodes.Ldc_I8, 0L)];
            foreach (VariableDefinition variable in loop.Live)
                Mix(state, Instruction.Create(OpCodes.Ldloc, variable), variable.VariableType);
            foreach (ParameterDefinition parameter in method.Parameters)
                Mix(state, Instruction.Create(OpCodes.Ldarg, parameter), parameter.ParameterType);
            state.Add(Call(nameof(Hooks.LoopHead)));
            _body.Precede(loop.Head, [.. state]);
        }
        // After the heads, and so in front of them: a loop that begins where another ends begins after it.
        foreach ((Loop loop, int number) in loops.Zip(numbers))
        {
            foreach (Instruction exit in loop.Exits)
                _body.Precede(exit, Instruction.Create(OpCodes.Ldc_I4, number), Instruction.Create(OpCodes.Ldloc, call), Call(nameof(Hooks.LeaveLoop)));
        }
        // Not the target of any branch: once a call, also where the method begins with a loop.
        _body.Instructions.Insert(0, Instruction.Create(OpCodes.Stloc, call));
        _body.Instructions.Insert(0, Call(nameof(Hooks.EnterMethod)));
        _body.InitLocals = true;
    }

    private void Mix(List<Instruction> state, Instruction push, TypeReference type)
    {
        while (type is PinnedType or IModifierType)
            type = ((TypeSpecification)type).ElementType;
        if (type is ByReferenceType)
        {
            state.AddRange([push, Instruction.Create(OpCodes.Conv_U), Call(nameof(Hooks.Mix), scope.Module.TypeSystem.UIntPtr)]);
            return;
        }
        state.AddRange([push, Call(nameof(Hooks.Mix), Argument(type))]);
    }
}
