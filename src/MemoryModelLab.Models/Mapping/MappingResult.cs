using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Mapping;

/// <summary>What a test may do in its language, and what it may do compiled for each target.</summary>
/// <param name="Language">What the language's model says.</param>
/// <param name="Targets">What the processors' models say of the compiled tests.</param>
/// <param name="Freedom">The outcomes that the language allows and no target shows: they are there for the compiler only. Empty when a target's search was cut short.</param>
public sealed record MappingResult(CheckResult Language, IReadOnlyList<TargetResult> Targets, IReadOnlyList<FinalState> Freedom)
{
    /// <summary>The number of outcomes that a target shows and the language forbids.</summary>
    public int Exceptions => Targets.Sum(target => target.Exceptions.Count);

    /// <summary>False when a limit or a cancellation ended one of the searches: exceptions and freedom may have been missed.</summary>
    public bool IsComplete => Language.Complete && Targets.All(target => target.Hardware.Complete);

    /// <summary>Whether executions in which a loop goes round more often than the bound were left out, on both sides.</summary>
    public bool LoopBoundReached => Language.LoopBoundReached || Targets.Any(target => target.Hardware.LoopBoundReached);
}

/// <summary>What a test may do compiled for one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Hardware">What the processor's model says of the compiled test.</param>
/// <param name="Exceptions">The outcomes among those that the language's model forbids: the model or the mapping is wrong. Empty when the language's search was cut short.</param>
/// <param name="Unshown">How many outcomes the language allows that this target does not show; 0 when its search was cut short.</param>
public sealed record TargetResult(CompilationTarget Target, CheckResult Hardware, IReadOnlyList<FinalState> Exceptions, int Unshown);
