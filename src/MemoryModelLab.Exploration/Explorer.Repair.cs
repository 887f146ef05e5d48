using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration;

public static partial class Explorer
{
    private static readonly TimeSpan UsualRepairTime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The orderings that are missing where a program fails: accesses which, volatile or with a fence beside them, make it pass, at the lowest cost
    /// on Arm64. <see cref="ExplorationOptions.MaxTime"/>, a minute without, bounds the whole search.
    /// </summary>
    public static RepairResult Repair(Action test, InstrumentedOptions? options = null) => Search(test, options, search => search.Strengthen());

    /// <summary>The orderings of a passing program that it would pass without, all of them left out together, so that what is saved on Arm64 is the most.</summary>
    public static RepairResult Relax(Action test, InstrumentedOptions? options = null) => Search(test, options, search => search.Relax());

    /// <summary>Looks for repairs of a method of a program that is rewritten already.</summary>
    public static RepairResult Repair(InstrumentedProgram program, Action test, InstrumentedOptions options) =>
        SearchFor(program, test, options).Strengthen();

    /// <summary>Looks for orderings that a method of a program, rewritten already, does not need.</summary>
    public static RepairResult Relax(InstrumentedProgram program, Action test, InstrumentedOptions options) =>
        SearchFor(program, test, options).Relax();

    private static RepairResult Search(Action test, InstrumentedOptions? options, Func<RepairSearch, RepairResult> search)
    {
        ArgumentNullException.ThrowIfNull(test);
        options ??= new InstrumentedOptions();
        using var program = ProgramOf(test, options);
        return search(SearchFor(program, (Action)Copy(program, test, typeof(Action)), options));
    }

    private static RepairSearch SearchFor(InstrumentedProgram program, Action test, InstrumentedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ExplorationOptions plain = options.Exploration with { Replay = null, Resume = null, KeepCheckpoint = null, Progress = null, KeepGoing = false };
        return new RepairSearch(
            (orderings, left) => Run(program, test, NameOf(test), options with { Exploration = plain with { MaxTime = left } }, orderings),
            options.Exploration.MaxTime ?? UsualRepairTime,
            options.Exploration.Cancellation);
    }
}
