using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

internal sealed partial class MethodRewriter
{
    /// <summary>A loop: its head, the variables and arguments that matter to it, those that only count, and where the code goes on after it.</summary>
    private sealed record Loop(Instruction Head, object[] Relevant, object[] Counters, Instruction[] Exits);

    /// <summary>The method's loops.</summary>
    private Loop[] Loops()
    {
        var flow = new ControlFlow(body);
        Instruction[] heads = [.. flow.LoopHeads.Where(shapes.IsEmptyBefore)];
        if (heads.Length == 0)
            return [];
        var uses = new VariableUses(body, flow);
        return
        [
            .. heads.Select(head =>
            {
                var variables = new LoopVariables(flow, uses, head);
                return new Loop(head, [.. variables.Relevant], [.. variables.Counters], [.. flow.Exits(head)]);
            }),
        ];
    }

    /// <summary>
    /// Has each loop say at its head in what state it is: the variables and arguments, apart from those that only count, and which call of the method this is; and say when it
    /// is left, also by what a handler catches.
    /// </summary>
    private void MarkLoops(Loop[] loops)
    {
        foreach (ExceptionHandler handler in body.ExceptionHandlers.Where(handler => handler.HandlerType == ExceptionHandlerType.Catch))
            body.Precede(handler.HandlerStart, Call(nameof(Hooks.EnterHandler)));
        if (loops.Length == 0)
            return;
        object[] addressed = [.. body.Instructions.Where(at => at.OpCode.Code is Code.Ldloca or Code.Ldarga).Select(at => at.Operand).Distinct()];
        VariableDefinition call = body.AddLocal(scope.Module.TypeSystem.Int64);
        VariableDefinition top = body.AddLocal(scope.Module.TypeSystem.UIntPtr);
        int[] numbers = [.. loops.Select(loop => RewriteScope.AddSite(method, loop.Head, "loop"))];
        foreach ((Loop loop, int number) in loops.Zip(numbers))
        {
            List<Instruction> state = [Instruction.Create(OpCodes.Ldc_I4, number), Instruction.Create(OpCodes.Ldloc, call), Instruction.Create(OpCodes.Ldloc, top)];
            Mix(state, loop.Relevant);
            if (loop.Counters.Length > 0)
                Mix(state, loop.Counters);
            state.Add(Call(loop.Counters.Length > 0 ? nameof(Hooks.CountedLoopHead) : nameof(Hooks.LoopHead)));
            body.Precede(loop.Head, [.. state]);
        }
        // After the heads, and so in front of them: a loop that begins where another ends begins after it.
        foreach ((Loop loop, int number) in loops.Zip(numbers))
        {
            foreach (Instruction exit in loop.Exits)
                body.Precede(exit, Instruction.Create(OpCodes.Ldc_I4, number), Instruction.Create(OpCodes.Ldloc, call), Call(nameof(Hooks.LeaveLoop)));
        }
        // Not the target of any branch: once a call, also where the method begins with a loop.
        int begin = 0;
        foreach (Instruction instruction in (Instruction[])[Call(nameof(Hooks.EnterMethod)), Instruction.Create(OpCodes.Stloc, call), .. TopOf([.. addressed, call]), Instruction.Create(OpCodes.Stloc, top)])
            body.Instructions.Insert(begin++, instruction);
        body.InitLocals = true;
    }

    /// <summary>Where on the stack the variables end whose addresses are taken: what is changed above them is the callers'.</summary>
    private List<Instruction> TopOf(object[] variables)
    {
        List<Instruction> code = [Instruction.Create(OpCodes.Ldc_I4_0), Instruction.Create(OpCodes.Conv_U)];
        foreach (object value in variables)
        {
            TypeReference type = Unmodified(value is VariableDefinition local ? local.VariableType : ((ParameterDefinition)value).ParameterType);
            if (type is ByReferenceType or PinnedType || value == body.ThisParameter)
                continue;
            code.Add(value is VariableDefinition variable ? Instruction.Create(OpCodes.Ldloca, variable) : Instruction.Create(OpCodes.Ldarga, (ParameterDefinition)value));
            code.AddRange([Instruction.Create(OpCodes.Conv_U), Instruction.Create(OpCodes.Sizeof, type), Instruction.Create(OpCodes.Add), Call(nameof(Hooks.Higher))]);
        }
        return code;
    }

    private void Mix(List<Instruction> state, object[] variables)
    {
        state.Add(Instruction.Create(OpCodes.Ldc_I8, 0L));
        foreach (object value in variables)
        {
            if (value is VariableDefinition variable)
                Mix(state, Instruction.Create(OpCodes.Ldloc, variable), variable.VariableType);
            else if (value is ParameterDefinition parameter && parameter != body.ThisParameter)
                Mix(state, Instruction.Create(OpCodes.Ldarg, parameter), parameter.ParameterType);
        }
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
