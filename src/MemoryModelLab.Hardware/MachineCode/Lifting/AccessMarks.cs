using MemoryModelLab.Litmus;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Says of instructions what they do to the test's memory: <c>R x, acquire</c>, <c>full fence</c>.</summary>
public static class AccessMarks
{
    /// <summary>The marks of a thread's code by the instructions' offsets. Of a thread that cannot be lifted, only the fences are marked.</summary>
    public static IReadOnlyDictionary<int, string> Of(MachineCodeResult compiled, int thread)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        MachineBody body = compiled.Bodies[thread];
        Dictionary<int, string> marks = body.Instructions.Where(instruction => Fence(instruction) is not null).ToDictionary(instruction => instruction.Offset, instruction => Fence(instruction)!);
        foreach (var group in Accesses(body, compiled.Options.Target).GroupBy(access => access.Offset))
        {
            MachineInstruction instruction = body.Instructions.First(candidate => candidate.Offset == group.Key);
            marks[group.Key] = string.Join(", ", group) + Order(instruction, compiled.Options.Target);
        }

        return marks;
    }

    private static List<Access> Accesses(MachineBody body, TargetProcessor target)
    {
        try
        {
            return ThreadLifter.For(body, target, new ObjectNames(body.Body.Locations)).Lift().Accesses;
        }
        catch (Exception e) when (e is NotSupportedException or LitmusException)
        {
            return [];
        }
    }

    private static string? Fence(MachineInstruction instruction) => instruction.Code?.ToUpperInvariant() switch
    {
        "MFENCE" or "DMB ISH" or "DMB SY" => "full fence",
        "DMB ISHLD" or "DMB LD" => "fence: reads before all",
        "DMB ISHST" or "DMB ST" => "fence: writes before writes",
        _ => null,
    };

    private static string Order(MachineInstruction instruction, TargetProcessor target)
    {
        if (instruction.Calls is { } name)
        {
            bool isReference = RuntimeCalls.Of(name) == RuntimeCall.AssignReference;
            return isReference ? target == TargetProcessor.Arm64 ? ", release" : "" : ", full fence";
        }

        string code = instruction.Code ?? "";
        if (target == TargetProcessor.X64) return code.StartsWith("lock ", StringComparison.Ordinal) || code.StartsWith("xchg", StringComparison.Ordinal) ? ", full fence" : "";
        string mnemonic = code.Split(' ')[0].TrimEnd('B', 'H');
        bool isUpdate = mnemonic is ['C', 'A', 'S', ..] or ['S', 'W', 'P', ..] or ['L', 'D', 'A', 'D', 'D', ..] or ['L', 'D', 'C', 'L', 'R', ..] or ['L', 'D', 'S', 'E', 'T', ..] or ['L', 'D', 'E', 'O', 'R', ..];
        return mnemonic switch
        {
            "LDAR" => ", acquire",
            "LDAPR" or "LDAPUR" => ", acquire (not after an earlier release)",
            "STLR" or "STLUR" or "STLXR" => ", release",
            _ when isUpdate && mnemonic.EndsWith("AL", StringComparison.Ordinal) => ", acquire and release",
            _ => "",
        };
    }
}
