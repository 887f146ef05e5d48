using System.Text;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>x86-64: MOV, the locked instructions XCHG (a write) and LOCK XADD of 0 (a read), and fences.</summary>
internal sealed class X86Writer : TestWriter
{
    // Reads take them from the front, constants from the back.
    private static readonly string[] Registers = ["eax", "ebx", "ecx", "edx", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d", "r13d"];

    /// <inheritdoc/>
    protected override void WriteThreads(CyclePlan plan, StringBuilder text, List<string> condition)
    {
        text.Append("{}\n");
        var columns = new List<List<string>>();
        for (int t = 0; t < plan.Threads.Count; t++)
        {
            var code = new List<string>();
            int reads = 0, constants = Registers.Length;
            foreach (PlannedAccess access in plan.Threads[t])
            {
                if (reads + 1 >= constants) throw new LitmusException(new SourcePosition("cycle", 1, 1), $"thread {t} needs more than {Registers.Length} registers");
                if (access.Before is { Kind: EdgeKind.Fence } fence) code.Add(fence.Mechanism.ToLowerInvariant());
                string place = $"({plan.Locations[access.Location]})";
                bool locked = access.Access.Annotation.Name != "P";
                if (access.IsRead)
                {
                    string register = Registers[reads++];
                    if (locked) code.AddRange([$"movl $0,%{register}", $"lock xaddl %{register},{place}"]);
                    else code.Add($"movl {place},%{register}");
                    if (access.Observed) condition.Add(Invariant($"{t}:{Whole(register)}={access.Value}"));
                }
                else if (locked)
                {
                    string register = Registers[--constants];
                    code.AddRange([Invariant($"movl ${access.Value},%{register}"), $"xchgl %{register},{place}"]);
                }
                else
                {
                    code.Add(Invariant($"movl ${access.Value},{place}"));
                }
            }

            columns.Add(code);
        }

        WriteColumns(columns, text);
    }

    private static string Whole(string register) => register[0] == 'e' ? "r" + register[1..] : register[..^1];
}
