namespace MemoryModelLab.Machine.Timed;

/// <summary>What a core does next.</summary>
public enum TimedKind
{
    /// <summary>Nothing more.</summary>
    End,

    /// <summary>Reads a cell.</summary>
    Load,

    /// <summary>Puts a store into the buffer.</summary>
    Store,

    /// <summary>Waits for the buffer, then adds to a cell in one step; what was there is returned.</summary>
    Add,

    /// <summary>Waits for the buffer, then does to a cell what <see cref="IWorkload.Update"/> says, in one step.</summary>
    Update,

    /// <summary>Waits until the buffer is empty.</summary>
    Fence,

    /// <summary>Waits until the buffer is empty, and is no event of memory.</summary>
    Rest,

    /// <summary>Computes for so many cycles.</summary>
    Work,
}

/// <summary>An operation of a core.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Value">What is written or added, or the cycles of work.</param>
public readonly record struct TimedOp(TimedKind Kind, int Cell = 0, long Value = 0);

/// <summary>What the cores of a timed machine execute.</summary>
public interface IWorkload
{
    /// <summary>The cells of memory it uses.</summary>
    int Cells { get; }

    /// <summary>The next operation of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="returned">What its last operation returned.</param>
    /// <param name="now">The time, in cycles.</param>
    TimedOp Next(int core, long returned, long now);

    /// <summary>What a cell is when memory is fresh.</summary>
    long Initial(int cell) => 0;

    /// <summary>What a core's <see cref="TimedKind.Update"/> makes of the value it finds.</summary>
    long Update(int core, long found) => found;
}
