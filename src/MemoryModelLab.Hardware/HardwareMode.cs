namespace MemoryModelLab.Hardware;

/// <summary>How the threads of a test are kept together.</summary>
public enum HardwareMode
{
    /// <summary>Batched and perpetual in turn where both are possible, and for most of the time what yields more.</summary>
    Auto,

    /// <summary>Many iterations on cells of their own, a meeting of the threads before and behind them, and none in between.</summary>
    Batched,

    /// <summary>Iterations on the same cells without end; the values tell which iterations met.</summary>
    Perpetual,

    /// <summary>Batched, with an appointed time of the processor's clock for each iteration: slow, and a measure for the others.</summary>
    Timed,
}
