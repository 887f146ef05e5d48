using System.Text;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>
/// Armv8: the address of location i is in X(2i+1), accesses use W0, W2, … in order, dependencies and updates the even registers behind
/// those. Dependencies are diy7's: EOR of the value with itself, a branch to the next line.
/// </summary>
internal sealed class AArch64Writer : TestWriter
{
    /// <inheritdoc/>
    protected override void WriteThreads(CyclePlan plan, StringBuilder text, List<string> condition)
    {
        text.Append("{\n");
        for (int t = 0; t < plan.Threads.Count; t++)
            text.AppendJoin(' ', LocationsOf(plan.Threads[t]).Select(l => Invariant($" {t}:X{Address(l)}={plan.Locations[l]};"))).Append('\n');
        text.Append("}\n");
        WriteColumns([.. plan.Threads.Select((thread, t) => new Code(thread, t, condition).Lines)], text);
    }

    private static int Address(int location) => (2 * location) + 1;

    /// <summary>The code of one thread.</summary>
    private sealed class Code
    {
        private readonly int thread;
        private readonly List<string> condition;
        private readonly Queue<int> free;
        private int labels;

        public Code(IReadOnlyList<PlannedAccess> accesses, int thread, List<string> condition)
        {
            this.thread = thread;
            this.condition = condition;
            // Even registers behind those of the accesses, then odd ones behind those of the addresses.
            IEnumerable<int> even = Enumerable.Range(accesses.Count, Math.Max(0, 15 - accesses.Count)).Select(i => 2 * i);
            int firstOdd = accesses.Max(access => Address(access.Location)) + 2;
            free = new Queue<int>(even.Concat(Enumerable.Range(0, Math.Max(0, (31 - firstOdd) / 2)).Select(i => firstOdd + (2 * i))));
            for (int i = 0; i < accesses.Count; i++)
            {
                Add(accesses[i], 2 * i);
                if (accesses[i].Observed) condition.Add(Invariant($"{thread}:X{2 * i}={accesses[i].Value}"));
            }
        }

        public List<string> Lines { get; } = [];

        private void Add(PlannedAccess access, int register)
        {
            int source = register - 2;
            string address = Invariant($"[X{Address(access.Location)}]");
            bool simple = access.Access.Annotation.Name == "P";
            string? value = null;
            switch (access.Before)
            {
                case { Kind: EdgeKind.Fence, Mechanism: "ISB" }:
                    Lines.Add("ISB");
                    break;
                case { Kind: EdgeKind.Fence } fence:
                    Lines.Add(fence.Mechanism.Replace('.', ' '));
                    break;
                case { Mechanism: "Addr" }:
                    int zero = Temporary();
                    Lines.Add(Invariant($"EOR W{zero},W{source},W{source}"));
                    if (simple)
                    {
                        address = Invariant($"[X{Address(access.Location)},W{zero},SXTW]");
                        break;
                    }

                    // Only plain loads and stores add registers up.
                    int sum = Temporary();
                    Lines.Add(Invariant($"ADD X{sum},X{Address(access.Location)},W{zero},SXTW"));
                    address = Invariant($"[X{sum}]");
                    break;
                case { Mechanism: "Data" }:
                    Lines.Add(Invariant($"EOR W{register},W{source},W{source}"));
                    value = Invariant($"ADD W{register},W{register},#{access.Value}");
                    break;
                case { Mechanism: "Ctrl" or "CtrlIsb" } branch:
                    Lines.AddRange([Invariant($"CBNZ W{source},L{labels}"), Invariant($"L{labels++}:")]);
                    if (branch.Mechanism == "CtrlIsb") Lines.Add("ISB");
                    break;
            }

            if (!access.IsRead) Lines.Add(value ?? Invariant($"MOV W{register},#{access.Value}"));
            AddInstruction(access, register, address);
        }

        private void AddInstruction(PlannedAccess access, int register, string address)
        {
            string annotation = access.Access.Annotation.Name;
            if (annotation[0] == 'X')
            {
                (string load, string store) = (annotation.Contains('A') ? "LDAXR" : "LDXR", annotation.Contains('L') ? "STLXR" : "STXR");
                (int read, int status) = (access.IsRead ? register : Temporary(), Temporary());
                Lines.AddRange([Invariant($"{load} W{read},{address}"), Invariant($"{store} W{status},W{register},{address}")]);
                condition.Add(Invariant($"{thread}:X{status}=0"));
            }
            else if (annotation.StartsWith("Amo.", StringComparison.Ordinal))
            {
                string mnemonic = annotation[4..].ToUpperInvariant();
                int other = Temporary();
                if (access.IsRead) Lines.AddRange([Invariant($"MOV W{other},#0"), Invariant($"{mnemonic} W{other},W{register},{address}")]);
                else Lines.Add(Invariant($"{mnemonic} W{register},W{other},{address}"));
            }
            else
            {
                string mnemonic = annotation switch { "A" => "LDAR", "Q" => "LDAPR", "L" => "STLR", _ => access.IsRead ? "LDR" : "STR" };
                Lines.Add(Invariant($"{mnemonic} W{register},{address}"));
            }
        }

        private int Temporary() => free.TryDequeue(out int register)
            ? register
            : throw new LitmusException(new SourcePosition("cycle", 1, 1), $"thread {thread} needs more registers than there are");
    }
}
