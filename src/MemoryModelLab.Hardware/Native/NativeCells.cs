using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>The cells, records and code of one shape of batches.</summary>
internal sealed unsafe class NativeCells : IDisposable
{
    private const int LargestCode = 1 << 16;

    private readonly List<Pages> owned = [];
    private readonly Pages[] records;
    private readonly Pages[] code;
    private readonly int[] recordSizes;
    private readonly int[] starts;
    private readonly int size;
    private readonly Cell[] cells;
    private readonly Part[] parts;

    /// <summary>Assembles the threads and sets up the cells.</summary>
    /// <exception cref="NotSupportedException">The test cannot run so; the message says why.</exception>
    public NativeCells(LitmusProgram program, BatchShape shape, int[] widths)
    {
        Layout = shape.LayOut(program);
        size = shape.Size;
        int threads = program.Threads.Count;
        Memory = Own(Pages.ForData((nuint)shape.Bytes(program)));
        recordSizes = [.. Enumerable.Range(0, threads).Select(thread => X64Loop.RecordSize(X64Loop.Observed(program, thread).Count()))];
        records = [.. recordSizes.Select(record => Own(Pages.ForData((nuint)((size * record) + 4095) & ~(nuint)4095)))];
        code = [.. Enumerable.Range(0, threads).Select(thread => Own(Pages.ForCode(LargestCode, start => X64Loop.Assemble(program, thread, Layout, start))))];
        starts = [.. Enumerable.Range(0, threads).Select(thread => thread * shape.Ahead % size)];
        cells = [.. program.Locations.Select((location, index) => new Cell(Layout.OffsetOf(location), widths[index], location.Initial, PointerOf(program, location.Initial)))];
        parts = [.. Parts(program, widths)];
        for (int index = 0; index < size; index++)
        {
            byte* row = Memory.Start + ((long)index * shape.Step % size * Layout.Stride);
            for (int thread = 0; thread < threads; thread++) *(byte**)(records[thread].Start + ((long)index * recordSizes[thread])) = row;
            Reset(row);
        }
    }

    /// <summary>Where the cells lie.</summary>
    public CellLayout Layout { get; }

    /// <summary>The cells.</summary>
    public Pages Memory { get; }

    /// <summary>Runs all iterations of <paramref name="thread"/>, in the shape's order.</summary>
    public void Run(int thread)
    {
        var function = (delegate* unmanaged<byte*, byte*, void>)code[thread].Start;
        byte* first = records[thread].Start;
        byte* start = first + ((long)starts[thread] * recordSizes[thread]), end = first + ((long)size * recordSizes[thread]);
        function(start, end);
        if (start != first) function(first, start);
    }

    /// <summary>Counts iterations <paramref name="start"/> up to <paramref name="end"/>, and sets their cells back.</summary>
    public void Fold(int start, int end, NativeCounter counter)
    {
        long* values = stackalloc long[Math.Max(1, parts.Length)];
        for (int index = start; index < end; index++)
        {
            byte* row = *(byte**)(records[0].Start + ((long)index * recordSizes[0]));
            ulong all = 0, key = 0;
            for (int part = 0; part < parts.Length; part++)
            {
                ref Part place = ref parts[part];
                byte* address = place.Thread < 0 ? row + place.Offset : records[place.Thread].Start + ((long)index * place.RecordSize) + place.Offset;
                ulong value = *(ulong*)address & place.Mask;
                values[part] = (long)value;
                all |= value;
                key |= value << (part * NativeCounter.KeyBits);
            }

            if (all < NativeCounter.KeyLimit && parts.Length <= NativeCounter.KeyParts) counter.Count(key);
            else counter.CountOther(values, this, row);
            Reset(row);
        }
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

    private Pages Own(Pages pages)
    {
        owned.Add(pages);
        return pages;
    }

    private int PointerOf(LitmusProgram program, long value)
    {
        int declared = program.Locations.Count(location => location.Offset == 0);
        return AddressSpace.TryDecode(value, declared, out int index, out long offset) ? Layout.OffsetOf(index) + (int)offset : -1;
    }

    private IEnumerable<Part> Parts(LitmusProgram program, int[] widths)
    {
        int[] next = new int[program.Threads.Count];
        foreach (Observed observed in program.Observed)
        {
            yield return observed.Thread < 0
                ? new Part(-1, 0, Layout.OffsetOf(program.Locations[observed.Index]), Mask(widths[observed.Index]))
                : new Part(observed.Thread, recordSizes[observed.Thread], 8 + (8 * next[observed.Thread]++), ulong.MaxValue);
        }
    }

    private static ulong Mask(int width) => width == 64 ? ulong.MaxValue : (1UL << width) - 1;

    private void Reset(byte* row)
    {
        foreach (ref readonly Cell cell in cells.AsSpan())
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

    private readonly record struct Cell(int Offset, int Width, long Initial, int Pointer);

    private readonly record struct Part(int Thread, int RecordSize, int Offset, ulong Mask);
}
