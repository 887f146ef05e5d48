using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// Has a program's handlers let the exception pass that abandons a run: what catches everything becomes a filter that excepts it, filters
/// decline it, and finally and fault blocks do nothing while it passes.
/// </summary>
internal static class HandlerRewriter
{
    /// <summary>Rewrites the handlers of a method.</summary>
    public static void Rewrite(MethodDefinition method, RewriteScope scope)
    {
        MethodBody body = method.Body;
        foreach (ExceptionHandler handler in body.ExceptionHandlers.ToArray())
        {
            switch (handler.HandlerType)
            {
                case ExceptionHandlerType.Finally or ExceptionHandlerType.Fault:
                    SkipWhenAbandoned(body, handler, scope);
                    break;
                case ExceptionHandlerType.Filter:
                    Decline(body, handler, scope);
                    break;
                case ExceptionHandlerType.Catch when handler.CatchType is GenericParameter || handler.CatchType.FullName is "System.Object" or "System.Exception":
                    MakeFilter(body, handler, scope);
                    break;
            }
        }
    }

    private static void SkipWhenAbandoned(MethodBody body, ExceptionHandler handler, RewriteScope scope)
    {
        Instruction first = handler.HandlerStart;
        Instruction[] head =
        [
            Instruction.Create(OpCodes.Call, scope.Hook(nameof(Hooks.Abandoned))),
            Instruction.Create(OpCodes.Brfalse, first),
            Instruction.Create(OpCodes.Endfinally),
        ];
        InsertBlock(body, first, head);
        handler.HandlerStart = head[0];
        MoveEnds(body, first, head[0]);
    }

    private static void Decline(MethodBody body, ExceptionHandler handler, RewriteScope scope)
    {
        Instruction first = handler.FilterStart;
        Instruction end = handler.HandlerStart.Previous;
        Instruction[] head =
        [
            Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Call, scope.Hook(nameof(Hooks.MayCatch))),
            Instruction.Create(OpCodes.Brtrue, first),
            Instruction.Create(OpCodes.Pop),
            Instruction.Create(OpCodes.Ldc_I4_0),
            Instruction.Create(OpCodes.Br, end),
        ];
        InsertBlock(body, first, head);
        handler.FilterStart = head[0];
        MoveEnds(body, first, head[0]);
    }

    private static void MakeFilter(MethodBody body, ExceptionHandler handler, RewriteScope scope)
    {
        Instruction first = handler.HandlerStart;
        Instruction[] filter =
        [
            Instruction.Create(OpCodes.Call, scope.Hook(nameof(Hooks.MayCatch))),
            Instruction.Create(OpCodes.Endfilter),
        ];
        InsertBlock(body, first, filter);
        if (handler.CatchType is GenericParameter)
        {
            // Anything else than the parameter's type is not caught either.
            InsertBlock(body, filter[0],
            [
                Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Isinst, handler.CatchType), Instruction.Create(OpCodes.Brtrue, filter[0]),
                Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldc_I4_0), Instruction.Create(OpCodes.Br, filter[1]),
            ]);
            filter[0] = filter[0].Previous.Previous.Previous.Previous.Previous.Previous;
        }
        handler.HandlerType = ExceptionHandlerType.Filter;
        handler.FilterStart = filter[0];
        handler.CatchType = null;
        MoveEnds(body, first, filter[0]);
    }

    private static void InsertBlock(MethodBody body, Instruction before, Instruction[] block)
    {
        int at = body.Instructions.IndexOf(before);
        for (int i = 0; i < block.Length; i++)
            body.Instructions.Insert(at + i, block[i]);
    }

    /// <summary>What ended where a handler began ends where it begins now.</summary>
    private static void MoveEnds(MethodBody body, Instruction from, Instruction to)
    {
        foreach (ExceptionHandler other in body.ExceptionHandlers)
        {
            if (other.TryEnd == from)
                other.TryEnd = to;
            if (other.HandlerEnd == from)
                other.HandlerEnd = to;
        }
    }
}
