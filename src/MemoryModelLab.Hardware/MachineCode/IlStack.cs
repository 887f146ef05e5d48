using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// How many values lie on the evaluation stack at each IL offset of a method (ECMA-335, III.1.7.5). Optimised IL keeps short-lived locals
/// there, from one statement to another; the JIT tells places in the IL apart only where the stack is empty.
/// </summary>
internal static class IlStack
{
    private const byte TwoByteOpCode = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    /// <summary>The offsets at which instructions begin with values on the stack.</summary>
    public static HashSet<int> OccupiedAt(MethodBodyBlock body, MetadataReader metadata)
    {
        BlobReader il = body.GetILReader();
        var occupied = new HashSet<int>();
        var atTargets = new Dictionary<int, int>();
        int depth = 0;
        while (il.RemainingBytes > 0)
        {
            depth = Math.Max(depth, atTargets.GetValueOrDefault(il.Offset));
            if (depth > 0) occupied.Add(il.Offset);
            byte first = il.ReadByte();
            OpCode code = Codes[first == TwoByteOpCode ? unchecked((short)((TwoByteOpCode << 8) | il.ReadByte())) : first];
            (int popped, int pushed) = (Count(code.StackBehaviourPop), Count(code.StackBehaviourPush));
            switch (code.OperandType)
            {
                case OperandType.InlineMethod:
                    (popped, pushed) = Call(metadata, MetadataTokens.EntityHandle(il.ReadInt32()), code, (popped, pushed));
                    break;
                case OperandType.ShortInlineBrTarget:
                    int near = il.ReadSByte();
                    atTargets[il.Offset + near] = depth - popped;
                    break;
                case OperandType.InlineBrTarget:
                    int far = il.ReadInt32();
                    atTargets[il.Offset + far] = depth - popped;
                    break;
                case OperandType.InlineSwitch:
                    int count = il.ReadInt32(), behind = il.Offset + (count * sizeof(int));
                    for (int i = 0; i < count; i++) atTargets[behind + il.ReadInt32()] = depth - popped;
                    break;
                default:
                    il.Offset += BytesOf(code.OperandType);
                    break;
            }

            // Behind a jump the stack is empty, but for what another jump leaves on it.
            depth = code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw ? 0 : Math.Max(0, depth - popped + pushed);
        }

        return occupied;
    }

    // "Popref_popi_pop1" takes three, "Push1_push1" leaves two; Pop0, Push0 none. Calls count by their signature.
    private static int Count(StackBehaviour behaviour) => behaviour is StackBehaviour.Pop0 or StackBehaviour.Push0 or StackBehaviour.Varpop or StackBehaviour.Varpush ? 0 : behaviour.ToString().Split('_').Length;

    private static int BytesOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static (int Popped, int Pushed) Call(MetadataReader metadata, EntityHandle method, OpCode code, (int Popped, int Pushed) otherwise)
    {
        if (code.FlowControl != FlowControl.Call) return otherwise; // takes the method's address
        if (method.Kind == HandleKind.MethodSpecification) method = metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method;
        BlobHandle signature = method.Kind == HandleKind.MethodDefinition
            ? metadata.GetMethodDefinition((MethodDefinitionHandle)method).Signature
            : metadata.GetMemberReference((MemberReferenceHandle)method).Signature;
        BlobReader reader = metadata.GetBlobReader(signature);
        SignatureHeader header = reader.ReadSignatureHeader();
        if (header.IsGeneric) reader.ReadCompressedInteger();
        int parameters = reader.ReadCompressedInteger();
        if (code == OpCodes.Newobj) return (parameters, 1);
        return (parameters + (header.IsInstance ? 1 : 0), reader.ReadSignatureTypeCode() == SignatureTypeCode.Void ? 0 : 1);
    }
}
