using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Programs;
using Architecture = MemoryModelLab.Litmus.Architecture;

namespace MemoryModelLab.Hardware.Native;

/// <summary>The cells, records and code of one shape of batches.</summary>
internal sealed unsafe class NativeCells : IDisposable
{
    private const int LargestCode = 1 << 16;
    private const int MostFences = 7;

    private readonly List<Pages> owned = [];
    private readonly Pages[] records;
    private readonly LitmusProgram program;
    private readonly BatchShape shape;
    private readonly Pages?[][] code;
    private readonly int[] recordSizes;
    private readonly int size;
    private readonly CellReset[] cells;
    private readonly StatePart[] parts;
    private readonly Pages? fold;

    /// <summary>Assembles the threads and sets up the cells.</summary>
    /// <exception cref="NotSupportedException">The test cannot run so; the message says why.</exception>
    public NativeCells(LitmusProgram program, BatchShape shape, int[] widths)
    {
        (this.program, this.shape) = (program, shape);
        Layout = CellLayout.Of(program, shape, widths.Append(32).Max());
        size = shape.Size;
        int threads = program.Threads.Count;
        Memory = Own(Pages.ForData((nuint)Layout.Bytes(size)));
        recordSizes = [.. Enumerable.Range(0, threads).Select(thread => ThreadLoop.RecordSize(program, thread))];
        records = [.. recordSizes.Select(record => Own(Pages.ForData((nuint)(((size + ThreadLoop.FetchedBefore) * record) + 4095) & ~(nuint)4095)))];
        code = [.. Enumerable.Range(0, threads).Select(thread => new Pages?[1 + MostFences])];
        for (int thread = 0; thread < threads; thread++) CodeOf(thread, 0);
        cells = [.. program.Locations.Select((location, index) => new CellReset(Layout.OffsetOf(location), widths[index], location.Initial, PointerOf(program, location.Initial)))];
        parts = [.. Parts(program, widths)];
        bool hasCode = program.Architecture != Architecture.AArch64 && threads <= X64Fold.MostThreads && parts.Length <= NativeCounter.KeyParts;
        fold = hasCode ? Own(Pages.ForCode(LargestCode, start => X64Fold.Assemble(parts, cells, recordSizes, start))) : null;
        for (int index = 0; index < size; index++)
        {
            byte* row = Memory.Start + ((long)index * Layout.Stride);
            for (int thread = 0; thread < threads; thread++) *(byte**)(records[thread].Start + ((long)index * recordSizes[thread])) = row;
            Reset(row);
        }
    }

    /// <summary>Where the cells lie.</summary>
    public CellLayout Layout { get; }

    /// <summary>The cells.</summary>
    public Pages Memory { get; }

    /// <summary>Runs <paramref name="thread"/>'s iterations from <paramref name="start"/> up to <paramref name="end"/>, each with so many fences behind it.</summary>
    public void Run(int thread, int fences, int start, int end)
    {
        byte* first = records[thread].Start, code = CodeOf(thread, fences).Start;
        byte* from = first + ((long)start * recordSizes[thread]), to = first + ((long)end * recordSizes[thread]);

        // Always with the transition, also for turns that are over at once: a body that never ends must not hold up the garbage collector. (With
        // a second call beside it, without the transition and for turns only, a body that never ends was once found to have been called without.)
        ((delegate* unmanaged<byte*, byte*, void>)code)(from, to);
    }

    /// <summary>Counts iterations <paramref name="start"/> up to <paramref name="end"/>, and sets their cells back.</summary>
    public void Fold(int start, int end, NativeCounter counter)
    {
        byte** frame = stackalloc byte*[records.Length + 1];
        for (int thread = 0; thread < records.Length; thread++) frame[thread] = records[thread].Start + ((long)start * recordSizes[thread]);
        byte* last = records[0].Start + ((long)end * recordSizes[0]);
        fixed (long* counts = counter.Counts)
        {
            frame[records.Length] = (byte*)counts;
            while (frame[0] < last)
            {
                if (fold is not null) ((delegate* unmanaged<byte**, byte*, void>)fold.Start)(frame, last);
                if (frame[0] < last) FoldOne(frame, counter);
            }
        }
    }

    // Every state where there is no code for it; else one with a value that is not small, or with more values than have an index.
    private void FoldOne(byte** frame, NativeCounter counter)
    {
        byte* row = *(byte**)frame[0];
        long* values = stackalloc long[Math.Max(1, parts.Length)];
        for (int part = 0; part < parts.Length; part++)
        {
            byte* address = (parts[part].Thread < 0 ? row : frame[parts[part].Thread]) + parts[part].Offset;
            values[part] = parts[part].Width switch
            {
                8 => *address,
                16 => *(ushort*)address,
                32 => *(uint*)address,
                _ => *(long*)address,
            };
        }

        counter.Count(values, this, row);
        Reset(row);
        for (int thread = 0; thread < records.Length; thread++) frame[thread] += recordSizes[thread];
    }

    /// <summary>What the program calls <paramref name="value"/>: an address of the iteration's cells is the program's address.</summary>
    public long Decode(long value, byte* row)
    {
        long offset = value - (long)row;
        bool mayBeAddress = value >= (long)Memory.Start && value < (long)Memory.Start + (long)Memory.Size;
        return mayBeAddress && Layout.Decode(offset) is >= 0 and long address ? address : value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Pages pages in owned) pages.Dispose();
    }

    // Each thread's code is asked for by one worker at a time.
    private Pages CodeOf(int thread, int fences)
    {
        int count = Math.Min(fences, MostFences);
        return code[thread][count] ??= Own(Pages.ForCode(LargestCode, start => ThreadLoop.Assemble(program, thread, Layout, shape, count, start)));
    }

    private Pages Own(Pages pages)
    {
        lock (owned) owned.Add(pages);
        return pages;
    }

    private int PointerOf(LitmusProgram program, long value)
    {
        int declared = program.Locations.Count(location => location.Offset == 0);
        return AddressSpace.TryDecode(value, declared, out int index, out long offset) ? Layout.OffsetOf(index) + (int)offset : -1;
    }

    private IEnumerable<StatePart> Parts(LitmusProgram program, int[] widths)
    {
        int[] next = new int[program.Threads.Count];
        foreach (Observed observed in program.Observed)
        {
            yield return observed.Thread < 0
                ? new StatePart(-1, Layout.OffsetOf(program.Locations[observed.Index]), widths[observed.Index])
                : new StatePart(observed.Thread, 8 + (8 * next[observed.Thread]++), 64);
        }
    }

    private void Reset(byte* row)
    {
        foreach (ref readonly CellReset cell in cells.AsSpan())
        {
            byte* address = row + cell.Offset;
            long value = cell.Pointer < 0 ? cell.Initial : (long)(row + cell.Pointer);
            switch (cell.Width)
            {
                case 8:
                    *address = (byte)value;
                    break;
                case 16:
                    *(short*)address = (short)value;
                    break;
                case 32:
                    *(int*)address = (int)value;
                    break;
                default:
                    *(long*)address = value;
                    break;
            }
        }
    }
}
