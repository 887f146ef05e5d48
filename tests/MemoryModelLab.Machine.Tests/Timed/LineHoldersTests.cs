using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Timed;

namespace MemoryModelLab.Machine.Tests.Timed;

/// <summary>Sets of cores against a state for each core.</summary>
public sealed class LineHoldersTests
{
    public static TheoryData<string> Protocols => [.. BusProtocols.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_transaction_changes_what_it_would_change_core_by_core(string protocol)
    {
        const int Cores = 130, Lines = 3, Steps = 5_000;
        ProtocolTable table = BusProtocols.All.Single(t => t.Name == protocol);
        var rules = new TimedRules(table);
        var holders = new LineHolders(rules, Lines, Cores);
        var states = new int[Lines, Cores];
        var random = new Random(1);
        for (int step = 0; step < Steps; step++)
        {
            int line = random.Next(Lines), core = random.Next(Cores), wish = random.Next(8) == 0 ? TimedRules.Store : TimedRules.Load;
            int own = states[line, core], seen = rules.Transaction(wish, own), next = rules.Next(wish, own, true);
            Assert.Equal(own, holders.StateOf(line, core));
            if (seen >= 0)
            {
                SnoopResult expected = Snoop(line, core, seen);
                Assert.Equal(expected, holders.Snoop(line, core, own, seen));
                next = rules.Next(wish, own, expected.IsShared);
            }

            holders.Change(line, core, own, next);
            states[line, core] = next;
            for (int other = 0; other < Cores && step % 50 == 0; other++) Assert.Equal(states[line, other], holders.StateOf(line, other));
        }

        SnoopResult Snoop(int line, int requester, int seen)
        {
            var result = new SnoopResult(false, false, false, 0);
            for (int core = 0; core < Cores; core++)
            {
                int state = states[line, core];
                if (core == requester || state == 0) continue;
                int next = table[state, seen]?.Next ?? 0;
                result = new SnoopResult(true, result.IsSupplied | rules.Supplies(seen, state), result.IsTold | next != state, result.Invalidated + (next == 0 ? 1 : 0));
                states[line, core] = next;
            }

            return result;
        }
    }
}
