using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>Addresses that are taken of a variable only for it to be set: of an <c>out</c> argument, or for <c>initobj</c>.</summary>
internal static class OutArguments
{
    /// <summary>Whether an instruction takes the address of a variable that is set by it, before it is used again.</summary>
    public static bool Sets(Instruction addressOf)
    {
        // What is pushed after it, up to the call that takes it.
        int above = 0;
        for (Instruction? at = addressOf.Next; at is not null; at = at.Next)
        {
            int pops = StackShapes.Pops(at, above + 1);
            if (pops > above)
                return at.OpCode.Code == Code.Initobj || (at.Operand is MethodReference called && IsOut(called, at.OpCode.Code, above));
            if (at.Operand == addressOf.Operand || at.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call or FlowControl.Meta))
                return false;
            above += StackShapes.Pushes(at) - pops;
        }
        return false;
    }

    /// <summary>Whether the argument before the last few is an <c>out</c> one.</summary>
    private static bool IsOut(MethodReference called, Code code, int after)
    {
        int index = called.Parameters.Count - 1 - after;
        if (index < 0 || code == Code.Calli || called.Parameters[index].ParameterType is not ByReferenceType)
            return false;
        try
        {
            return called.Resolve() is { } found && found.Parameters[index] is { IsOut: true, IsIn: false };
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }
}
