namespace MemoryModelLab.Exploration.Engine;

/// <summary>Threads that were taken for twins are told apart: the exploration begins anew, with all of them explored for themselves.</summary>
#pragma warning disable CA1032 // always has a message
internal sealed class SymmetryBrokenException() : Exception("threads of the same code are told apart")
#pragma warning restore CA1032
{
}
