using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Mapping;

/// <summary>Compiles one thread, op by op; branches find their targets again at the end.</summary>
internal sealed class ThreadCompiler(ThreadProgram thread, CompilationTarget target)
{
    private readonly List<Op> code = [];
    private readonly List<int> instructions = [];
    private readonly int[] starts = new int[thread.Code.Count + 1];
    private readonly List<int> failures = [];
    private int instruction;
    private bool inUpdate;

    /// <summary>The compiled thread.</summary>
    public ThreadProgram Compile()
    {
        for (int index = 0; index < thread.Code.Count; index++)
        {
            starts[index] = code.Count;
            if (!inUpdate) instruction++;
            Compile(thread.Code[index], index);
        }

        starts[^1] = code.Count;
        HashSet<int> resolved = [.. failures];
        for (int index = 0; index < code.Count; index++)
        {
            if (resolved.Contains(index)) continue;
            code[index] = code[index] switch
            {
                Op.Branch branch => branch with { Target = starts[branch.Target] },
                Op.Jump jump => jump with { Target = starts[jump.Target] },
                Op other => other,
            };
        }

        return new ThreadProgram { Registers = thread.Registers, InitialValues = thread.InitialValues, Code = code, Instructions = instructions };
    }

    private RmwRole Role => target.Exclusives ? RmwRole.Exclusive : RmwRole.Atomic;

    private void Compile(Op op, int index)
    {
        switch (op)
        {
            case Op.Load load:
                Compile(load);
                break;
            case Op.Store store:
                Compile(store);
                break;
            case Op.Fence fence:
                Fence(fence.Line, Barrier(fence.Tags));
                break;
            case Op.Branch branch when inUpdate:
                Failure(branch);
                break;
            case Op.Branch { Internal: false } branch when branch.Target == index + 1:
                break; // both ways are one: no branch is emitted
            default:
                Emit(op);
                break;
        }
    }

    private void Compile(Op.Load load)
    {
        bool isInterlocked = load.Tags.HasFlag(EventTags.Interlocked);
        inUpdate = load.Tags.HasFlag(EventTags.ReadModifyWrite);
        EventTags tags = isInterlocked ? target.UpdateRead
            : inUpdate ? target.EnterRead
            : load.Tags.HasFlag(EventTags.Volatile) ? target.VolatileRead
            : EventTags.None;
        Emit(load with { Tags = tags });
        if (isInterlocked && !inUpdate) WriteBackZero(load);
    }

    /// <summary>
    /// <c>Interlocked.Read</c> is a comparison with 0 and exchange for 0: it writes when it reads 0.
    /// </summary>
    private void WriteBackZero(Op.Load load)
    {
        inUpdate = true;
        Failure(new Op.Branch(load.Line, Operand.Reg(load.Destination), -1, Internal: true));
        Update(new Op.Store(load.Line, load.Address, Operand.Const(0), load.Tags, RmwRole.Atomic));
    }

    private void Compile(Op.Store store)
    {
        if (store.Rmw != RmwRole.None)
        {
            Update(store);
            return;
        }

        // The collector's write barrier stores a reference with release. A null needs no barrier, and the compiler knows one when it sees it.
        bool isNull = store.Value is { IsConstant: true, Value: 0 };
        bool releases = (store.Tags & (EventTags.Volatile | EventTags.Monitor)) != 0 || (store.Tags.HasFlag(EventTags.Reference) && !isNull);
        if (releases) Fence(store.Line, target.BeforeRelease);
        Emit(store with { Tags = releases ? target.ReleaseWrite : EventTags.None });
    }

    /// <summary>The write of an update, which a comparison that fails jumps over; the fence behind both.</summary>
    private void Update(Op.Store store)
    {
        bool isInterlocked = store.Tags.HasFlag(EventTags.Interlocked);
        Emit(store with { Tags = isInterlocked ? target.UpdateWrite : target.EnterWrite, Rmw = Role });
        inUpdate = false;
        for (int index = failures.Count - 1; index >= 0 && code[failures[index]] is Op.Branch { Target: -1 } branch; index--)
        {
            code[failures[index]] = branch with { Target = code.Count };
        }

        if (isInterlocked) Fence(store.Line, target.AfterUpdate);
    }

    /// <summary>The branch of a comparison that fails: within one instruction, or a real one between exclusives.</summary>
    private void Failure(Op.Branch branch)
    {
        failures.Add(code.Count);
        Emit(branch with { Target = -1, Internal = !target.Exclusives });
    }

    private EventTags Barrier(EventTags fence) => fence switch
    {
        EventTags.ReadBarrier => target.ReadBarrier,
        EventTags.WriteBarrier => target.WriteBarrier,
        EventTags.MemoryBarrierProcessWide => fence, // for ProcessWideBarriers
        _ => target.MemoryBarrier,
    };

    private void Fence(int line, EventTags tags)
    {
        if (tags == EventTags.None) return;
        instruction++;
        Emit(new Op.Fence(line, tags));
        instruction++;
    }

    private void Emit(Op op)
    {
        // The two halves of an exclusive pair are instructions of their own.
        if (target.Exclusives && op is Op.Store { Rmw: RmwRole.Exclusive }) instruction++;
        code.Add(op);
        instructions.Add(instruction);
    }
}
