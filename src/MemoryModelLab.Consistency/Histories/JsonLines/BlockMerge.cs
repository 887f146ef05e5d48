namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>Puts blocks together in the order of the file, its names numbered as they come in it.</summary>
internal sealed class BlockMerge(string path, Vocabulary names, string? name)
{
    private readonly Dictionary<Block, Numbering> numberings = [];
    private readonly List<int> empty = []; // how many operations came before each line that is empty
    private readonly List<Fault> faults = [];
    private Operation[] operations = [];
    private int count;
    private bool isSorted = true;

    /// <summary>The number of the first line after the header.</summary>
    public required long FirstLine { get; init; }

    /// <summary>Makes room for what the stream still holds, if it is as dense as what was read.</summary>
    public void Expect(Stream stream)
    {
        if (!stream.CanSeek || count == 0 || operations.Length > count || stream.Position == 0) return;
        double whole = 1.02 * count * stream.Length / (stream.Position - Math.Min(stream.Position - 1, 1 << 20));
        Array.Resize(ref operations, (int)Math.Clamp(whole, count, Array.MaxLength));
    }

    public void Add(Block block)
    {
        if (!numberings.TryGetValue(block, out Numbering? numbering)) numberings.Add(block, numbering = new Numbering());
        numbering.Clients.Extend(block.Names.Clients, names.Clients);
        numbering.Keys.Extend(block.Names.Keys, names.Keys);
        numbering.Replicas.Extend(block.Names.Replicas, names.Replicas);
        numbering.Values.Extend(block.Names.Values, names.Values);
        foreach (int before in block.Empty) empty.Add(count + before);
        faults.AddRange(block.Faults);
        Span<Operation> added = block.Operations;
        if (count + added.Length > operations.Length) Array.Resize(ref operations, Math.Max(count + added.Length, (int)Math.Min(2L * operations.Length, Array.MaxLength)));
        long last = count == 0 ? long.MinValue : operations[count - 1].Invocation;
        foreach (ref readonly Operation operation in added)
        {
            isSorted &= operation.Invocation >= last;
            last = operation.Invocation;
            operations[count] = operation with
            {
                Id = operation.Id == OperationFields.Absent ? count : operation.Id,
                Client = numbering.Clients[operation.Client],
                Key = numbering.Keys[operation.Key],
                Replica = operation.Replica < 0 ? -1 : numbering.Replicas[operation.Replica],
                Value = numbering.Value(operation.Value),
                Expected = numbering.Value(operation.Expected),
            };
            count++;
        }
    }

    public History Build()
    {
        if (operations.Length > count) Array.Resize(ref operations, count);
        int[]? order = isSorted ? null : Order();
        CheckIds();
        CheckClients(order);
        return new History(name ?? "history", order is null ? operations : Array.ConvertAll(order, i => operations[i]), names.Clients, names.Keys, names.Replicas, names.Values, names.Initial) { Faults = faults };
    }

    /// <summary>By invocation; at one instant as in the file.</summary>
    private int[] Order()
    {
        var times = new (long Invocation, int Index)[count];
        for (int i = 0; i < count; i++) times[i] = (operations[i].Invocation, i);
        Array.Sort(times);
        return Array.ConvertAll(times, t => t.Index);
    }

    /// <summary>An id names one operation. Most files number them upwards, and then there is nothing to look for.</summary>
    private void CheckIds()
    {
        int rising = 1;
        while (rising < count && operations[rising].Id > operations[rising - 1].Id) rising++;
        if (rising >= count) return;
        var first = new Dictionary<long, int>(count);
        for (int i = 0; i < count; i++)
        {
            if (!first.TryAdd(operations[i].Id, i)) throw new HistoryException(path, Line(i), 1, $"the id {operations[i].Id} was already given to the operation of line {Line(first[operations[i].Id])}");
        }
    }

    /// <summary>A client calls again only when it was answered.</summary>
    private void CheckClients(int[]? order)
    {
        var last = new int[names.Clients.Count];
        var free = new long[last.Length];
        Array.Fill(free, long.MinValue);
        for (int i = 0; i < count; i++)
        {
            int index = order is null ? i : order[i];
            ref readonly Operation operation = ref operations[index];
            if (free[operation.Client] > operation.Invocation) throw Overlap(last[operation.Client], index);
            (last[operation.Client], free[operation.Client]) = (index, operation.Response);
        }
    }

    private HistoryException Overlap(int before, int index) => new(
        path,
        Line(index),
        1,
        $"client {names.Clients[operations[index].Client]} invokes operation {operations[index].Id} at {operations[index].Invocation}, before its operation {operations[before].Id} (line {Line(before)}) is answered; expected a sequential client, which calls no more once it was not answered");

    private long Line(int index) => FirstLine + index + empty.Count(before => before <= index);

    /// <summary>The file's numbers of a block's names.</summary>
    private sealed class Numbering
    {
        public NumberingOfTable Clients { get; } = new();

        public NumberingOfTable Keys { get; } = new();

        public NumberingOfTable Replicas { get; } = new();

        public NumberingOfTable Values { get; } = new();

        public long Value(long value) => NameTable.IsName(value) ? NameTable.ValueOf(Values[NameTable.IndexOf(value)]) : value;
    }

    private sealed class NumberingOfTable
    {
        private int[] numbers = new int[16];
        private int known;

        public int this[int index] => numbers[index];

        public void Extend(NameTable part, NameTable whole)
        {
            if (part.Count > numbers.Length) Array.Resize(ref numbers, Math.Max(part.Count, 2 * numbers.Length));
            for (; known < part.Count; known++) numbers[known] = whole.Add(part[known]);
        }
    }
}
