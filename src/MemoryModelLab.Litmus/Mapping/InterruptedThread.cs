using System.Globalization;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Mapping;

/// <summary>A compiled thread, with the process-wide barriers it calls, and the interrupts of all others at every point.</summary>
internal sealed class InterruptedThread
{
    private readonly ThreadProgram thread;
    private readonly int self;
    private readonly int threads;
    private readonly EventTags fence;
    private readonly IReadOnlyList<ProcessWideBarrier> barriers;
    private readonly ProcessWideBarrier[] interrupts;
    private readonly int firstDone;
    private readonly int scratch;
    private readonly List<Op> code = [];
    private readonly List<int> instructions = [];
    private int instruction;

    /// <summary>Prepares the thread numbered <paramref name="self"/> of <paramref name="threads"/>.</summary>
    public InterruptedThread(ThreadProgram thread, int self, int threads, IReadOnlyList<ProcessWideBarrier> barriers, EventTags fence)
    {
        (this.thread, this.self, this.threads, this.fence, this.barriers) = (thread, self, threads, fence, barriers);
        interrupts = [.. barriers.Where(barrier => barrier.Thread != self)];
        firstDone = thread.Registers.Count;
        scratch = firstDone + interrupts.Length;
    }

    /// <summary>The thread with all that.</summary>
    public ThreadProgram Expand()
    {
        int[] starts = new int[thread.Code.Count + 1];
        var kept = new List<int>();
        HashSet<int> targets = [.. thread.Code.Select(TargetOf).Where(target => target >= 0)];
        bool fenced = false;
        for (int index = 0; index < thread.Code.Count; index++)
        {
            Op op = thread.Code[index];
            starts[index] = code.Count;
            fenced &= !targets.Contains(index);
            if (index == 0 || thread.Instructions![index] != thread.Instructions[index - 1]) instruction++;
            if (op is Op.Load or Op.Fence or Op.Store { Rmw: RmwRole.None })
            {
                if (!fenced) Offer([.. interrupts], op.Line);
                fenced = op is Op.Fence { Tags: var tags } && (tags == fence || ProcessWideBarriers.IsBarrier(op));
            }

            if (ProcessWideBarriers.IsBarrier(op))
            {
                Call(barriers.Single(barrier => barrier.Thread == self && barrier.Index == index), op.Line);
                continue;
            }

            kept.Add(code.Count);
            Add(op);
        }

        starts[^1] = code.Count;
        int last = thread.Code.Count == 0 ? 0 : thread.Code[^1].Line;
        Offer([.. interrupts], last);
        foreach (ProcessWideBarrier barrier in interrupts.Where(barrier => barrier.IsCertain)) Add(new Op.Assume(last, Done(barrier)));
        foreach (int index in kept)
        {
            code[index] = code[index] switch
            {
                Op.Branch branch => branch with { Target = starts[branch.Target] },
                Op.Jump jump => jump with { Target = starts[jump.Target] },
                Op other => other,
            };
        }

        string[] added = [.. interrupts.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"%done{i}")), "%signal"];
        return new ThreadProgram
        {
            Registers = [.. thread.Registers, .. added],
            InitialValues = [.. thread.InitialValues, .. added.Select(_ => 0L)],
            Code = code,
            Instructions = instructions,
        };
    }

    private static int TargetOf(Op op) => op switch
    {
        Op.Branch branch => branch.Target,
        Op.Jump jump => jump.Target,
        _ => -1,
    };

    private void Call(ProcessWideBarrier barrier, int line)
    {
        Instruction(new Op.Fence(line, fence));
        Instruction(new Op.Store(line, barrier.Request, Operand.Const(1), EventTags.None));
        Offer([.. interrupts], line);
        for (int other = 0; other < threads; other++)
        {
            if (other != self) Await(barrier.Acknowledgement(other), line);
        }

        Instruction(new Op.Fence(line, fence));
    }

    /// <summary>Any of these that has not come yet may come here, one after the other, in any order; each order is one path.</summary>
    private void Offer(List<ProcessWideBarrier> open, int line)
    {
        var ends = new List<int>();
        foreach (ProcessWideBarrier next in open)
        {
            int skip = Branch(Done(next), line);
            Add(new Op.Choose(line, scratch));
            int other = Branch(Operand.Reg(scratch), line);
            Await(next.Request, line);
            Instruction(new Op.Fence(line, fence));
            Instruction(new Op.Store(line, next.Acknowledgement(self), Operand.Const(1), EventTags.None));
            Add(new Op.Move(line, Done(next).Register, Operand.Const(1)));
            Offer(open.FindAll(barrier => barrier != next), line);
            ends.Add(code.Count);
            Add(new Op.Jump(line, -1));
            Place(skip);
            Place(other);
        }

        foreach (int end in ends) code[end] = new Op.Jump(line, code.Count);
    }

    private Operand Done(ProcessWideBarrier barrier) => Operand.Reg(firstDone + Array.IndexOf(interrupts, barrier));

    private int Branch(Operand condition, int line)
    {
        Add(new Op.Branch(line, condition, -1, Internal: true));
        return code.Count - 1;
    }

    private void Place(int branch) => code[branch] = ((Op.Branch)code[branch]) with { Target = code.Count };

    private void Await(Operand signal, int line)
    {
        Instruction(new Op.Load(line, scratch, signal, EventTags.None));
        Add(new Op.Compute(line, scratch, BinaryOperator.Equal, Operand.Reg(scratch), Operand.Const(1)));
        Add(new Op.Assume(line, Operand.Reg(scratch)));
    }

    private void Instruction(Op op)
    {
        instruction++;
        Add(op);
        instruction++;
    }

    private void Add(Op op)
    {
        code.Add(op);
        instructions.Add(instruction);
    }
}
