using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Explanation.Strengthening;

/// <summary>All the single edits of a program that its dialect has for asking more order.</summary>
internal static class EditCatalogue
{
    private const EventTags Orders = EventTags.CRelaxed | EventTags.CConsume | EventTags.CAcquire | EventTags.CRelease | EventTags.CAcquireRelease | EventTags.CSequential;
    private const EventTags Special = EventTags.Volatile | EventTags.Interlocked | EventTags.Monitor;

    /// <summary>The edits, the weakest of each access first.</summary>
    public static IEnumerable<ProgramEdit> Of(LitmusProgram program)
    {
        for (int thread = 0; thread < program.Threads.Count; thread++)
        {
            var sites = new ThreadSites(program, thread);
            foreach (int index in sites.Accesses)
            {
                IEnumerable<ProgramEdit> edits = program.Architecture switch
                {
                    Architecture.CSharp => CSharp(sites, index),
                    Architecture.AArch64 => AArch64(sites, index),
                    Architecture.C => C(sites, index),
                    _ => X86(sites, index),
                };
                foreach (ProgramEdit edit in edits.Concat(Fences(program.Architecture, sites, index))) yield return edit;
            }
        }
    }

    /// <summary>The edits a declaration makes at once: every plain access of a location of a C# program becomes volatile.</summary>
    public static IEnumerable<IReadOnlyList<ProgramEdit>> Declarations(LitmusProgram program)
    {
        if (program.Architecture is not Architecture.CSharp) return [];
        return from thread in Enumerable.Range(0, program.Threads.Count)
               let sites = new ThreadSites(program, thread)
               from index in sites.Accesses
               let location = sites.LocationOf(index)
               where location is not null && (TagsOf(sites[index]) & Special) == 0
               group Tagged(sites, index, $"declare {location} volatile", 1, TagsOf(sites[index]) | EventTags.Volatile) by location into declaration
               select (IReadOnlyList<ProgramEdit>)[.. declaration];
    }

    private static IEnumerable<ProgramEdit> CSharp(ThreadSites sites, int index)
    {
        EventTags tags = TagsOf(sites[index]);
        if ((tags & Special) == 0) yield return Tagged(sites, index, $"make {sites.Name(index)} volatile", 1, tags | EventTags.Volatile);
        if (sites[index] is not Op.Store { Rmw: RmwRole.None } store || (tags & (EventTags.Interlocked | EventTags.Monitor)) != 0) yield break;
        EventTags update = (tags & ~EventTags.Volatile) | EventTags.Interlocked | EventTags.ReadModifyWrite;
        yield return Exchange(sites, index, $"make {sites.Name(index)} an Interlocked.Exchange", 4, store, update);
    }

    private static IEnumerable<ProgramEdit> AArch64(ThreadSites sites, int index)
    {
        EventTags tags = TagsOf(sites[index]);
        bool isPlain = (tags & (EventTags.Exclusive | EventTags.ReadModifyWrite)) == 0;
        if (sites[index] is Op.Load)
        {
            if (isPlain && (tags & (EventTags.Acquire | EventTags.AcquirePc)) == 0)
            {
                yield return Tagged(sites, index, $"make {sites.Name(index)} an LDAPR", 1, tags | EventTags.AcquirePc);
            }

            if (!tags.HasFlag(EventTags.Acquire))
            {
                yield return Tagged(sites, index, $"make {sites.Name(index)} {(isPlain ? "an LDAR" : "acquire")}", 2, (tags & ~EventTags.AcquirePc) | EventTags.Acquire);
            }
        }
        else if (!tags.HasFlag(EventTags.Release))
        {
            yield return Tagged(sites, index, $"make {sites.Name(index)} {(isPlain ? "an STLR" : "release")}", 2, tags | EventTags.Release);
        }

        foreach (int read in sites.Accesses.Where(a => a < index && sites[a] is Op.Load && sites.Holds(a, index))) yield return Depend(sites, read, index);
    }

    private static IEnumerable<ProgramEdit> X86(ThreadSites sites, int index)
    {
        if (sites[index] is Op.Store { Rmw: RmwRole.None } store)
        {
            yield return Exchange(sites, index, $"make {sites.Name(index)} an XCHG", 4, store, store.Tags | EventTags.ReadModifyWrite);
        }
    }

    private static IEnumerable<ProgramEdit> C(ThreadSites sites, int index)
    {
        EventTags tags = TagsOf(sites[index]);
        EventTags order = tags & Orders;
        if (!tags.HasFlag(EventTags.CAtomic) || order == EventTags.CSequential || sites[index] is Op.Store { Rmw: not RmwRole.None }) yield break;
        bool isUpdate = tags.HasFlag(EventTags.ReadModifyWrite);
        int store = isUpdate ? sites.UpdateOf(index) : -1;
        if (isUpdate && store < 0) yield break;
        EventTags middle = isUpdate ? EventTags.CAcquireRelease : sites[index] is Op.Load ? EventTags.CAcquire : EventTags.CRelease;
        foreach ((EventTags stronger, int cost) in new[] { (middle, 1), (EventTags.CSequential, 2) })
        {
            if (order == stronger) continue;
            string access = isUpdate ? sites.Name(index).Replace("read of", "update of", StringComparison.Ordinal) : sites.Name(index);
            ProgramEdit edit = Tagged(sites, index, $"make {access} {OrderName(stronger)}", cost, (tags & ~Orders) | stronger);
            yield return isUpdate
                ? edit with { Changes = new Dictionary<int, Func<int, Op, IReadOnlyList<Op>>>(edit.Changes) { [store] = (_, op) => [WithTags(op, (TagsOf(op) & ~Orders) | stronger)] } }
                : edit;
        }
    }

    private static IEnumerable<ProgramEdit> Fences(Architecture architecture, ThreadSites sites, int index)
    {
        if (!sites.MayFence(index)) return [];
        (EventTags Fence, int Cost)[] fences = architecture switch
        {
            Architecture.CSharp => [(EventTags.ReadBarrier, 2), (EventTags.WriteBarrier, 2), (EventTags.MemoryBarrier, 3)],
            Architecture.AArch64 =>
                [(EventTags.DmbLd | EventTags.DomainIsh, 2), (EventTags.DmbSt | EventTags.DomainIsh, 2), (EventTags.DmbSy | EventTags.DomainIsh, 3)],
            Architecture.C =>
                [(EventTags.CFence | EventTags.CAtomic | EventTags.CAcquireRelease, 2), (EventTags.CFence | EventTags.CAtomic | EventTags.CSequential, 3)],
            _ => [(EventTags.MFence, 2)],
        };
        int line = sites[index].Line, previous = sites.Previous(index);
        string place = $"between P{sites.Thread}'s {sites.Access(previous)} (line {sites[previous].Line}) and {sites.Access(index)} (line {line})";
        return fences.Select(f => new ProgramEdit(
            sites.Thread, $"put {EventWords.Fence(f.Fence)} {place}", f.Cost, new Dictionary<int, Func<int, Op, IReadOnlyList<Op>>>(), new Op.Fence(line, f.Fence), index));
    }

    private static ProgramEdit Tagged(ThreadSites sites, int index, string sentence, int cost, EventTags tags) =>
        Changed(sites, index, sentence, cost, (_, op) => [WithTags(op, tags)]);

    private static ProgramEdit Exchange(ThreadSites sites, int index, string sentence, int cost, Op.Store store, EventTags tags) =>
        Changed(sites, index, sentence, cost, (old, _) => [new Op.Load(store.Line, old, store.Address, tags), store with { Tags = tags, Rmw = RmwRole.Atomic }]);

    /// <summary>An address that is computed from what was read, and the same as before: <c>address + (r ^ r)</c>.</summary>
    private static ProgramEdit Depend(ThreadSites sites, int read, int index)
    {
        Operand value = Operand.Reg(((Op.Load)sites[read]).Destination);
        int line = sites[index].Line;
        return Changed(
            sites, index, $"let the address of {sites.Name(index)} depend on the {sites.Access(read)} (line {sites[read].Line})", 1,
            (zero, op) =>
            [
                new Op.Compute(line, zero, BinaryOperator.Xor, value, value),
                new Op.Compute(line, zero + 1, BinaryOperator.Add, AddressOf(op), Operand.Reg(zero)),
                op switch
                {
                    Op.Load load => load with { Address = Operand.Reg(zero + 1) },
                    Op.Store store => store with { Address = Operand.Reg(zero + 1) },
                    _ => op,
                },
            ]);
    }

    private static ProgramEdit Changed(ThreadSites sites, int index, string sentence, int cost, Func<int, Op, IReadOnlyList<Op>> change) =>
        new(sites.Thread, sentence, cost, new Dictionary<int, Func<int, Op, IReadOnlyList<Op>>> { [index] = change });

    private static Operand AddressOf(Op op) => op is Op.Load load ? load.Address : ((Op.Store)op).Address;

    private static EventTags TagsOf(Op op) => op is Op.Load load ? load.Tags : ((Op.Store)op).Tags;

    private static Op WithTags(Op op, EventTags tags) => op is Op.Load load ? load with { Tags = tags } : (Op.Store)op with { Tags = tags };

    private static string OrderName(EventTags order) => order switch
    {
        EventTags.CAcquire => "memory_order_acquire",
        EventTags.CRelease => "memory_order_release",
        EventTags.CAcquireRelease => "memory_order_acq_rel",
        _ => "memory_order_seq_cst",
    };
}
