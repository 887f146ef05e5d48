using System.Globalization;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>A loop goes round without doing anything that another thread could see or end.</summary>
#pragma warning disable CA1032 // always of a thread
public sealed class EndlessLoopException : Exception
#pragma warning restore CA1032
{
    /// <summary>After how many rounds without an access to what threads share a loop is taken to be endless.</summary>
    public const int MostRounds = 20_000_000;

    /// <summary>A loop that comes to its head again in the same state.</summary>
    /// <param name="thread">The thread's index.</param>
    public EndlessLoopException(int thread)
        : base($"thread {thread}: a loop goes round without reading shared memory; nothing another thread does can end it") => Thread = thread;

    /// <summary>A loop that has gone round often, in whatever state.</summary>
    /// <param name="thread">The thread's index.</param>
    /// <param name="rounds">How often.</param>
    public EndlessLoopException(int thread, int rounds)
        : base(string.Create(CultureInfo.InvariantCulture, $"thread {thread}: its loops have gone round {rounds:N0} times without an access to what threads share; taken to be endless")) => Thread = thread;

    /// <summary>The thread's index.</summary>
    public int Thread { get; }
}
