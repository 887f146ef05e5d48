using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests.Engine;

/// <summary>The reference programs on runners of a test's own.</summary>
internal static class ReferenceRunners
{
    /// <summary>Explores one.</summary>
    public static ExplorationResult Explore(Func<Schedule?, ProgramRunner> create, string name, string arguments, ExplorationOptions options) =>
        Explorer.OnOwnStack(() => RunOf(name, arguments).Anew((begin, _) =>
        {
            var result = Explorer.Explore(create, begin, options);
            if (result.Failures.Any(failure => failure.Error is RestartException)) throw new RestartException();
            return result;
        }));

    /// <summary>Runs all executions of one, and does something after each.</summary>
    public static void ForEach(Func<ProgramRunner> create, string name, string arguments, Action<ProgramRunner> look, Action restart) =>
        Explorer.OnOwnStack(() => RunOf(name, arguments).Anew((begin, _) =>
        {
            restart();
            var runner = create();
            var before = SharedMemory.Enter(runner);
            try
            {
                runner.AddThreads(begin());
                runner.Restart([]);
                do
                {
                    if (runner.RunToEnd(stopAtFailure: true) is >= 0 and var failed && runner.Errors[failed] is RestartException error) throw error;
                    look(runner);
                }
                while (runner.Search.Next());
                return "";
            }
            finally
            {
                SharedMemory.Enter(before);
            }
        }));

    private static InstrumentedRun RunOf(string name, string arguments) => new(Reference.Program, Reference.Copy(name, arguments), name, new InstrumentedOptions(), null);
}
