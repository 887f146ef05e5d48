using System.Text;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>C11: explicit atomics and fences. Dependencies are real ones; no model of C11 counts them.</summary>
internal sealed class CWriter : TestWriter
{
    /// <inheritdoc/>
    protected override void WriteThreads(CyclePlan plan, StringBuilder text, List<string> condition)
    {
        text.Append("{}\n");
        for (int t = 0; t < plan.Threads.Count; t++)
        {
            IReadOnlyList<PlannedAccess> thread = plan.Threads[t];
            text.Append(Invariant($"P{t} (")).AppendJoin(", ", LocationsOf(thread).Select(l => $"atomic_int* {plan.Locations[l]}")).Append(") {\n");
            int reads = 0;
            for (int i = 0; i < thread.Count; i++)
            {
                PlannedAccess access = thread[i];
                string source = Invariant($"r{reads - 1}");
                string register = access.IsRead ? Invariant($"r{reads++}") : "";
                WriteAccess(plan, access, register, i == 0 ? null : thread[i - 1], source, text);
                if (access.Observed) condition.Add(Invariant($"{t}:{register}={access.Value}"));
            }

            text.Append("}\n");
        }
    }

    private static void WriteAccess(CyclePlan plan, PlannedAccess access, string register, PlannedAccess? before, string source, StringBuilder text)
    {
        string location = plan.Locations[access.Location];
        string order = Order(access.Access.Annotation.Name);
        string mechanism = access.Before?.Mechanism ?? "";
        if (mechanism.StartsWith("Fence", StringComparison.Ordinal)) text.Append($"  atomic_thread_fence({Order(mechanism[5..])});\n");
        bool branches = mechanism == "Ctrl";
        if (branches && access.IsRead) text.Append($"  int {register} = -1;\n");
        if (branches) text.Append(Invariant($"  if ({source} == {before!.Value}) {{\n"));
        string load = $"atomic_load_explicit({location},{order})";
        if (access.IsRead) text.Append($"  {(branches ? "" : "int ")}{register} = {load};\n");
        else text.Append(Invariant($"  atomic_store_explicit({location},{Value(access, mechanism == "Data" ? before : null, source)},{order});\n"));
        if (branches) text.Append("  }\n");
    }

    private static string Value(PlannedAccess access, PlannedAccess? source, string register)
    {
        if (source is null) return Invariant($"{access.Value}");
        int difference = access.Value - source.Value;
        return difference == 0 ? register : Invariant($"{register} {(difference > 0 ? '+' : '-')} {Math.Abs(difference)}");
    }

    private static string Order(string name) => name switch
    {
        "Rlx" => "memory_order_relaxed",
        "Acq" => "memory_order_acquire",
        "Rel" => "memory_order_release",
        "AcqRel" => "memory_order_acq_rel",
        _ => "memory_order_seq_cst",
    };
}
