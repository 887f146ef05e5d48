using MemoryModelLab.Models.Mapping;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>The sums over all tests.</summary>
internal sealed class MappingTotals(MappingCheck check)
{
    /// <summary>The tests checked.</summary>
    public int Tests { get; private set; }

    /// <summary>The tests that could not be read.</summary>
    public int Errors { get; private set; }

    /// <summary>The tests of other dialects.</summary>
    public int OtherDialects { get; private set; }

    /// <summary>The tests whose check was cut short.</summary>
    public int Inconclusive { get; private set; }

    /// <summary>The tests that were compared up to a number of rounds of their loops.</summary>
    public int Bounded { get; private set; }

    /// <summary>The outcomes that the language allows.</summary>
    public long Outcomes { get; private set; }

    /// <summary>The executions that the language allows.</summary>
    public long Executions { get; private set; }

    /// <summary>The outcomes that the language allows and no target shows.</summary>
    public long Freedom { get; private set; }

    /// <summary>The tests that have such outcomes.</summary>
    public int TestsWithFreedom { get; private set; }

    /// <summary>The targets in order.</summary>
    public IReadOnlyList<Target> Targets { get; } = [.. check.Targets.Select(target => new Target(target.Name))];

    /// <summary>The exceptions over all targets.</summary>
    public long Exceptions => Targets.Sum(target => target.Exceptions);

    /// <summary>Adds a test.</summary>
    public void Add(MappingReport report)
    {
        if (report.Error is not null) Errors++;
        if (report.IsOfAnotherDialect) OtherDialects++;
        if (report.Result is not { } result) return;
        Tests++;
        if (!result.IsComplete) Inconclusive++;
        if (result.LoopBoundReached) Bounded++;
        Outcomes += result.Language.States.Count;
        Executions += result.Language.Executions;
        Freedom += result.Freedom.Count;
        if (result.Freedom.Count > 0) TestsWithFreedom++;
        for (int i = 0; i < Targets.Count; i++) Targets[i].Add(result.Targets[i]);
    }

    /// <summary>The sums of one target.</summary>
    internal sealed class Target(string name)
    {
        public string Name => name;

        public long Outcomes { get; private set; }

        public long Executions { get; private set; }

        public long Exceptions { get; private set; }

        /// <summary>The outcomes that the language allows and this target does not show.</summary>
        public long Unshown { get; private set; }

        public void Add(TargetResult result)
        {
            Outcomes += result.Hardware.States.Count;
            Executions += result.Hardware.Executions;
            Exceptions += result.Exceptions.Count;
            Unshown += result.Unshown;
        }
    }
}
