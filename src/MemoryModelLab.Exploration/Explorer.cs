using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;
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

    /// <summary>Explores a program whose accesses may say what they depend on.</summary>
    internal static ExplorationResult Explore(Func<ExplorationProgram> program, ExplorationOptions options, bool dependenciesAreSaid)
    {
        for (int width = Clocks.Lanes; ; width *= 2)
        {
            try
            {
                var children = new ChildThreads();
                return Explore(
                    () => new ProgramRunner(table => CreateModel(options.Model, width, table, dependenciesAreSaid), width, children: children),
                    program,
                    options);
            }
            catch (TooManyThreadsException) when (width < MaxThreads)
            {
                // Again, with wider clocks.
            }
            catch (TooManyThreadsException)
            {
                throw new NotSupportedException($"a program under exploration has at most {MaxThreads} threads");
            }
        }
    }

    /// <summary>Explores a program with runners of its own, one a worker.</summary>
    internal static ExplorationResult Explore(Func<ProgramRunner> create, Func<ExplorationProgram> program, ExplorationOptions options) =>
        new ExplorationRun(create, program, options).Run();

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
