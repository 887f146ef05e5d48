using System.Text;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>
/// C#: plain accesses, <c>Volatile</c>, <c>Interlocked</c>, barriers. Dependencies are real ones, for the compiler removes those that
/// cancel out: the value written is computed from the value the cycle reads.
/// </summary>
internal sealed class CSharpWriter : TestWriter
{
    /// <inheritdoc/>
    protected override void WriteThreads(CyclePlan plan, StringBuilder text, List<string> condition)
    {
        text.Append("{ ").AppendJoin(' ', plan.Locations.Select(name => $"{name} = 0;")).Append(" }\n");
        for (int t = 0; t < plan.Threads.Count; t++)
        {
            IReadOnlyList<PlannedAccess> thread = plan.Threads[t];
            text.Append(Invariant($"static void P{t}(")).AppendJoin(", ", LocationsOf(thread).Select(l => $"ref int {plan.Locations[l]}")).Append(") {");
            int reads = 0;
            for (int i = 0; i < thread.Count; i++)
            {
                PlannedAccess access = thread[i];
                string register = $"r{(access.IsRead ? reads++ : reads - 1)}"; // a dependency's source is the latest read
                text.Append(' ').Append(Statement(plan, access, register, i == 0 ? null : thread[i - 1]));
                if (access.Observed) condition.Add(Invariant($"{t}:{register}={access.Value}"));
            }

            text.Append(" }\n");
        }
    }

    private static string Statement(CyclePlan plan, PlannedAccess access, string register, PlannedAccess? before)
    {
        string location = plan.Locations[access.Location];
        string mechanism = access.Before?.Mechanism ?? "";
        string source = access.IsRead && before is { IsRead: true } ? Invariant($"r{int.Parse(register.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1}") : register;
        string barrier = mechanism switch
        {
            "Membar" => "Interlocked.MemoryBarrier(); ",
            "ProcessWide" => "Interlocked.MemoryBarrierProcessWide(); ",
            "ReadBarrier" => "Volatile.ReadBarrier(); ",
            "WriteBarrier" => "Volatile.WriteBarrier(); ",
            _ => "",
        };
        if (!access.IsRead)
        {
            string write = Write(access.Access.Annotation.Name, location, Value(access, mechanism == "Data" ? before : null, source));
            return mechanism == "Ctrl" ? Invariant($"if ({source} == {before!.Value}) {write}") : barrier + write;
        }

        string read = Read(access.Access.Annotation.Name, location);
        return mechanism == "Ctrl"
            ? Invariant($"int {register} = -1; if ({source} == {before!.Value}) {register} = {read};")
            : $"{barrier}int {register} = {read};";
    }

    /// <summary>The value written, or how it is computed from the read it depends on.</summary>
    private static string Value(PlannedAccess access, PlannedAccess? source, string register)
    {
        if (source is null) return Invariant($"{access.Value}");
        int difference = access.Value - source.Value;
        return difference == 0 ? register : Invariant($"{register} {(difference > 0 ? '+' : '-')} {Math.Abs(difference)}");
    }

    private static string Read(string annotation, string location) => annotation switch
    {
        "V" => $"Volatile.Read(ref {location})",
        "I" => $"Interlocked.CompareExchange(ref {location}, 0, 0)",
        _ => location,
    };

    private static string Write(string annotation, string location, string value) => annotation switch
    {
        "V" => $"Volatile.Write(ref {location}, {value});",
        "I" => $"Interlocked.Exchange(ref {location}, {value});",
        _ => $"{location} = {value};",
    };
}
