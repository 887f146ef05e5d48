using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

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
                return Explore(new ProgramRunner(locations => CreateModel(options.Model, width, locations, dependenciesAreSaid), width), program, options);
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

    /// <summary>Explores a program with a runner of its own.</summary>
    internal static ExplorationResult Explore(ProgramRunner runner, Func<ExplorationProgram> program, ExplorationOptions options)
    {
        var before = SharedMemory.Enter(runner);
        try
        {
            AddThreads(runner, program());
            return new ExplorationRun(runner, options).Run();
        }
        finally
        {
            SharedMemory.Enter(before);
        }
    }

    private static void AddThreads(ProgramRunner runner, ExplorationProgram program)
    {
        foreach (var thread in program.Threads) runner.AddThread(thread);
        if (program.Final is not { } final) return;
        int count = program.Threads.Count;
        runner.AddThread(() =>
        {
            for (int thread = 0; thread < count; thread++) SharedMemory.Join(thread);
            final();
        });
    }

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
