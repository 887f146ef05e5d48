namespace MemoryModelLab.Cli;

/// <summary>How a command ended, for the shell.</summary>
internal enum ExitCode
{
    /// <summary>Everything asked was answered and is as it should be.</summary>
    Pass = 0,

    /// <summary>Something is not as it should be: a forbidden outcome, an expectation that does not hold.</summary>
    Violation = 1,

    /// <summary>An answer was cut short by time, memory or a bound.</summary>
    Inconclusive = 2,

    /// <summary>This machine cannot do it.</summary>
    Unsupported = 3,

    /// <summary>The command or its input is wrong.</summary>
    Usage = 64,

    /// <summary>A fault of this program.</summary>
    Internal = 70,

    /// <summary>Ended by Ctrl-C.</summary>
    Interrupted = 130,
}
