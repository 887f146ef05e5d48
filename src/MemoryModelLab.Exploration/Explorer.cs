using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Replaying;
using MemoryModelLab.Exploration.Workers;

namespace MemoryModelLab.Exploration;

/// <summary>Explores every behaviour a memory model allows a program.</summary>
public static partial class Explorer
{
    private const int MaxThreads = 128;

    /// <summary>Explores a program whose first thread is <paramref name="main"/>, which may start others.</summary>
    public static ExplorationResult Explore(Action main, ExplorationOptions? options = null) =>
        Explore(() => new ExplorationProgram([main]), options);

    /// <summary>Explores a program. It is made once, and its shared variables with it.</summary>
    public static ExplorationResult Explore(Func<ExplorationProgram> program, ExplorationOptions? options = null) =>
        Explore(program, options ?? new ExplorationOptions(), dependenciesAreSaid: false);

    /// <summary>Estimates how many executions an exploration would run, without running them all.</summary>
    /// <param name="program">Makes the program.</param>
    /// <param name="options">The model; <see cref="ExplorationOptions.MaxTime"/> ends it with the branches followed by then, at least two.</param>
    /// <param name="probes">How many branches of the search to follow.</param>
    /// <param name="seed">The seed of the choices.</param>
    public static ExplorationEstimate Estimate(Func<ExplorationProgram> program, ExplorationOptions? options = null, int probes = 1000, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probes, 2);
        return WithRunners(options ?? new ExplorationOptions(), false, (create, _) => new ExplorationEstimator(create(null), new Random(seed)).Estimate(program, probes, options?.MaxTime ?? TimeSpan.MaxValue));
    }

    /// <summary>Explores a program whose accesses may say what they depend on.</summary>
    internal static ExplorationResult Explore(Func<ExplorationProgram> program, ExplorationOptions options, bool dependenciesAreSaid) =>
        options.Replay is { } replay && ReplayToken.Parse(replay).Model is var model && model != options.Model
            ? Explore(program, options with { Model = model }, dependenciesAreSaid)
            : WithRunners(options, dependenciesAreSaid, (create, chosen) => Explore(create, program, chosen));

    /// <summary>Explores a program with runners of its own, one a worker.</summary>
    internal static ExplorationResult Explore(Func<Schedule?, ProgramRunner> create, Func<ExplorationProgram> program, ExplorationOptions options) =>
        new ExplorationRun(create, program, options).Run();

    /// <summary>Runs something with runners whose clocks are wide enough for the program's threads.</summary>
    private static T WithRunners<T>(ExplorationOptions options, bool dependenciesAreSaid, Func<Func<Schedule?, ProgramRunner>, ExplorationOptions, T> run)
    {
        var token = options.Replay is null ? null : ReplayToken.Parse(options.Replay);
        if (options.Resume is { } resumed) options = options with { Symmetry = resumed.Symmetry };
        for (int width = Clocks.Lanes; ;)
        {
            try
            {
                var children = new ChildThreads(token?.Children ?? options.Resume?.Children.Select(child => (child[0], child[1])) ?? []);
                return run(schedule => new ProgramRunner(table => CreateModel(options.Model, width, table, dependenciesAreSaid), width, schedule is null ? null : Directed, children)
                {
                    MaxOperations = options.MaxOperations,
                    Directed = schedule,
                    Symmetry = new Symmetry(options.Symmetry && schedule is null && options.Preemptions is null),
                }, options);
            }
            catch (TooManyThreadsException) when (width < MaxThreads)
            {
                width *= 2;
            }
            catch (SymmetryBrokenException)
            {
                options = options with { Symmetry = false, Resume = null };
            }
            catch (TooManyThreadsException)
            {
                throw new UnsupportedCodeException($"a program under exploration has at most {MaxThreads} threads");
            }
        }
    }

    private static DirectedSearch Directed(ConsistencyModel model, LocationTable locations, int width) => new(model, locations, width);

    private static ConsistencyModel CreateModel(MemoryModelKind kind, int width, LocationTable locations, bool dependenciesAreSaid) => kind switch
    {
        MemoryModelKind.Sequential => new SequentialModel(width),
        MemoryModelKind.TotalStoreOrder => new TotalStoreOrderModel(width),
        MemoryModelKind.ReleaseAcquire => new HappensBeforeModel(width, everythingSynchronises: true),
        MemoryModelKind.RC11 => new HappensBeforeModel(width, everythingSynchronises: false),
        MemoryModelKind.DotNet => new DotNetModel(width, locations, dependenciesAreSaid),
        _ => throw new NotSupportedException($"{kind} is not among the models"),
    };
}
