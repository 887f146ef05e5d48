using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration;

public static partial class Explorer
{
    /// <summary>
    /// The orderings that are missing where a program fails: a set of accesses which, volatile or fenced, make it pass, and of which none can be
    /// left out. Empty when the program passes; null when orderings are not what is wrong.
    /// </summary>
    public static IReadOnlyList<Change>? Repair(Action test, InstrumentedOptions? options = null) => Search(test, options, search => search.Strengthen());

    /// <summary>The orderings of a program that it would pass without, each by itself.</summary>
    public static IReadOnlyList<Change> Relax(Action test, InstrumentedOptions? options = null) => Search(test, options, search => search.Relax())!;

    /// <summary>Looks for repairs of a method of a program that is rewritten already.</summary>
    public static IReadOnlyList<Change>? Repair(InstrumentedProgram program, Action test, InstrumentedOptions options) =>
        SearchFor(program, test, options).Strengthen();

    /// <summary>Looks for orderings that a method of a program, rewritten already, does not need.</summary>
    public static IReadOnlyList<Change> Relax(InstrumentedProgram program, Action test, InstrumentedOptions options) =>
        SearchFor(program, test, options).Relax();

    private static IReadOnlyList<Change>? Search(Action test, InstrumentedOptions? options, Func<RepairSearch, IReadOnlyList<Change>?> search)
    {
        ArgumentNullException.ThrowIfNull(test);
        options ??= new InstrumentedOptions();
        using var program = ProgramOf(test, options);
        return search(SearchFor(program, (Action)Copy(program, test, typeof(Action)), options));
    }

    private static RepairSearch SearchFor(InstrumentedProgram program, Action test, InstrumentedOptions options) => new(changed =>
    {
        var orderings = new SiteOrderings(changed);
        InstrumentedResult result = Run(program, test, NameOf(test), options, orderings);
        return (result.Exploration.Verdict, orderings.Met);
    });
}
