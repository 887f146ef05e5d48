using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Explanation.Strengthening;

/// <summary>A change to one thread that gives more order and changes nothing else.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Sentence">What to change, in the words of the source: <c>make P0's write of flag (line 4) volatile</c>.</param>
/// <param name="Cost">How strong it is; of two that suffice the weaker is the better advice.</param>
/// <param name="Changes">What each changed op becomes, given the first of two new registers.</param>
/// <param name="Before">A fence to put before the op number <paramref name="BeforeIndex"/>; null for none.</param>
/// <param name="BeforeIndex">See <paramref name="Before"/>.</param>
internal sealed record ProgramEdit(
    int Thread, string Sentence, int Cost, IReadOnlyDictionary<int, Func<int, Op, IReadOnlyList<Op>>> Changes, Op.Fence? Before = null, int BeforeIndex = -1)
{
    /// <summary>The new registers a change may use.</summary>
    public const int Registers = 2;

    /// <summary>Whether both cannot be done at once, or one is only a stronger form of the other.</summary>
    public bool IsAlternativeTo(ProgramEdit other) =>
        Thread == other.Thread && ((BeforeIndex >= 0 && BeforeIndex == other.BeforeIndex) || Changes.Keys.Any(other.Changes.ContainsKey));

    /// <summary>The program with edits made, of which no two are alternatives.</summary>
    public static LitmusProgram Apply(LitmusProgram program, params IReadOnlyList<ProgramEdit> edits) => new()
    {
        Test = program.Test,
        Architecture = program.Architecture,
        Locations = program.Locations,
        Threads = [.. program.Threads.Select((t, i) => Apply(t, [.. edits.Where(e => e.Thread == i)]))],
        Observed = program.Observed,
        Condition = program.Condition,
    };

    private static ThreadProgram Apply(ThreadProgram thread, ProgramEdit[] edits)
    {
        if (edits.Length == 0) return thread;
        var registers = thread.Registers.ToList();
        var code = new List<Op>();
        var instructions = new List<int>();
        int[] starts = new int[thread.Code.Count + 1];
        for (int index = 0; index < thread.Code.Count; index++)
        {
            starts[index] = code.Count;
            int number = thread.Instructions?[index] ?? thread.Code[index].Line;
            foreach (ProgramEdit edit in edits.Where(e => e.BeforeIndex == index)) Add(edit.Before!, -code.Count - 1); // an instruction of its own
            IReadOnlyList<Op> changed = [thread.Code[index]];
            foreach (ProgramEdit edit in edits)
            {
                if (!edit.Changes.TryGetValue(index, out var change)) continue;
                changed = change(registers.Count, thread.Code[index]);
                for (int i = 0; i < Registers; i++) registers.Add($"%{registers.Count}");
            }

            foreach (Op op in changed) Add(op, number);
        }

        starts[^1] = code.Count;
        for (int index = 0; index < code.Count; index++)
        {
            code[index] = code[index] switch
            {
                Op.Branch branch => branch with { Target = starts[branch.Target] },
                Op.Jump jump => jump with { Target = starts[jump.Target] },
                Op other => other,
            };
        }

        return new ThreadProgram
        {
            Registers = registers,
            InitialValues = [.. thread.InitialValues, .. new long[registers.Count - thread.InitialValues.Count]],
            Code = code,
            Instructions = instructions,
        };

        void Add(Op op, int number)
        {
            code.Add(op);
            instructions.Add(number);
        }
    }
}
