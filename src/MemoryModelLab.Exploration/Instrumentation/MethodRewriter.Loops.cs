using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class MethodRewriter
{
    /// <summary>The instructions that a later one branches back to.</summary>
    private Instruction[] LoopHeads()
    {
        var order = new Dictionary<Instruction, int>();
        foreach (Instruction instruction in _body.Instructions)
            order.Add(instruction, order.Count);
        return
        [
            .. _body.Instructions
                .SelectMany(at => (at.Operand switch { Instruction one => [one], Instruction[] many => many, _ => Array.Empty<Instruction>() })
                    .Where(target => order[target] <= order[at] && _shapes.IsEmptyBefore(target)))
                .Distinct(),
        ];
    }

    /// <summary>
    /// Has each loop head say in what state it is: the locals and arguments, and which call of the method this is. A loop that comes back to a
    /// state and has only read does the same again.
    /// </summary>
    private void MarkLoops(Instruction[] heads)
    {
        if (heads.Length == 0)
            return;
        VariableDefinition[] locals = [.. _body.Variables];
        VariableDefinition call = _body.AddLocal(scope.Module.TypeSystem.Int64);
        foreach (Instruction head in heads)
        {
            List<Instruction> state =
            [
                Instruction.Create(OpCodes.Ldc_I4, RewriteScope.AddSite(method, head, "loop")),
                Instruction.Create(OpCodes.Ldloc, call),
            ];
            foreach (VariableDefinition local in locals)
                Mix(state, Instruction.Create(OpCodes.Ldloc, local), local.VariableType);
            foreach (ParameterDefinition parameter in method.Parameters)
                Mix(state, Instruction.Create(OpCodes.Ldarg, parameter), parameter.ParameterType);
            state.Add(Call(nameof(Hooks.LoopHead)));
            _body.Precede(head, [.. state]);
        }
        // Not the target of any branch: once a call, also where the method begins with a loop.
        _body.Instructions.Insert(0, Instruction.Create(OpCodes.Stloc, call));
        _body.Instructions.Insert(0, Call(nameof(Hooks.EnterMethod)));
        _body.InitLocals = true;
    }

    private void Mix(List<Instruction> state, Instruction push, TypeReference type)
    {
        type = type is PinnedType pinned ? pinned.ElementType : type;
        if (type is ByReferenceType)
        {
            state.AddRange([push, Instruction.Create(OpCodes.Conv_U), Call(nameof(Hooks.Mix), scope.Module.TypeSystem.UIntPtr)]);
            return;
        }
        state.AddRange([push, Call(nameof(Hooks.Mix), Argument(type))]);
    }
}
