using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Explanation.Strengthening;

/// <summary>The accesses of a thread's code, with names for sentences.</summary>
internal sealed class ThreadSites
{
    private readonly LitmusProgram program;
    private readonly ThreadProgram code;

    public ThreadSites(LitmusProgram program, int thread)
    {
        (this.program, Thread, code) = (program, thread, program.Threads[thread]);
        Accesses = [.. Enumerable.Range(0, code.Code.Count).Where(i => code.Code[i] is Op.Load or Op.Store)];
    }

    /// <summary>The thread's number.</summary>
    public int Thread { get; }

    /// <summary>The indices of the loads and stores.</summary>
    public IReadOnlyList<int> Accesses { get; }

    /// <summary>The op at an index.</summary>
    public Op this[int index] => code.Code[index];

    /// <summary>Whether a fence may stand before the access: there is one before it, and it is not the second half of an atomic operation.</summary>
    public bool MayFence(int index) =>
        index > Accesses[0] && this[index] is not Op.Store { Rmw: not RmwRole.None };

    /// <summary>The access before this one in the code.</summary>
    public int Previous(int index) => Accesses.Last(a => a < index);

    /// <summary>The store that makes an atomic operation of this load; -1 when none does.</summary>
    public int UpdateOf(int load) => Accesses.Where(a => a > load && code.Code[a] is Op.Store { Rmw: RmwRole.Atomic }).DefaultIfEmpty(-1).First();

    /// <summary>Whether the register still holds, at <paramref name="to"/>, what the load at <paramref name="from"/> put there, on the way that makes no jump.</summary>
    public bool Holds(int from, int to)
    {
        int register = ((Op.Load)code.Code[from]).Destination;
        for (int i = from + 1; i < to; i++)
        {
            int written = code.Code[i] switch
            {
                Op.Load load => load.Destination,
                Op.Compute compute => compute.Destination,
                Op.Move move => move.Destination,
                Op.Choose choose => choose.Destination,
                Op.Jump => register,
                _ => -1,
            };
            if (written == register) return false;
        }

        return true;
    }

    /// <summary><c>P0's write of flag (line 4)</c>.</summary>
    public string Name(int index) => $"P{Thread}'s {Access(index)} (line {code.Code[index].Line})";

    /// <summary><c>write of flag</c>, or, where the line has several, <c>second write of flag</c>.</summary>
    public string Access(int index)
    {
        string name = Plain(index);
        int[] same = [.. Accesses.Where(a => code.Code[a].Line == code.Code[index].Line && Plain(a) == name)];
        if (same.Length == 1) return name;
        int number = Array.IndexOf(same, index) + 1;
        return $"{(number switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{number}th" })} {name}";
    }

    /// <summary>The name of the location an access is of; null when it is computed.</summary>
    public string? LocationOf(int index) => Location(code.Code[index] is Op.Load load ? load.Address : ((Op.Store)code.Code[index]).Address);

    private string Plain(int index) => code.Code[index] switch
    {
        Op.Load => $"read of {LocationOf(index) ?? "what is pointed to"}",
        Op.Store => $"write of {LocationOf(index) ?? "what is pointed to"}",
        Op.Fence fence => EventWords.Fence(fence.Tags),
        Op other => other.GetType().Name,
    };

    private string? Location(Operand address)
    {
        long? value = address.IsConstant ? address.Value : IsConstant(address.Register) ? code.InitialValues[address.Register] : null;
        return program.Locations.FirstOrDefault(l => l.Address == value)?.Name;
    }

    private bool IsConstant(int register) => !code.Code.Any(op => op switch
    {
        Op.Load load => load.Destination == register,
        Op.Compute compute => compute.Destination == register,
        Op.Move move => move.Destination == register,
        Op.Choose choose => choose.Destination == register,
        _ => false,
    });
}
