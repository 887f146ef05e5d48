using System.Diagnostics;
using System.Runtime.ExceptionServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>
/// Estimates the size of the search (Knuth, "Estimating the efficiency of backtrack programs", Mathematics of Computation 29, 1975): from
/// the first execution on, one of the alternatives it queued is taken at random; an execution met so stands for as many as the product of
/// the numbers of alternatives there were on the way.
/// </summary>
internal sealed class ExplorationEstimator(ProgramRunner runner, Random random)
{
    /// <summary>Follows that many branches, or, after some time, as many as have been followed by then.</summary>
    public ExplorationEstimate Estimate(Func<ExplorationProgram> program, int probes, TimeSpan longest)
    {
        var before = SharedMemory.Enter(runner);
        try
        {
            runner.AddThreads(program());
            double sum = 0;
            double squares = 0;
            long start = Stopwatch.GetTimestamp();
            int probe = 0;
            for (; probe < probes && (probe < 2 || Stopwatch.GetElapsedTime(start) < longest); probe++)
            {
                double size = Probe();
                sum += size;
                squares += size * size;
            }

            double mean = sum / probe;
            return new ExplorationEstimate(mean, Math.Sqrt(Math.Max(0, (squares / probe) - (mean * mean)) / (probe - 1)), probe);
        }
        finally
        {
            SharedMemory.Enter(before);
        }
    }

    /// <summary>Follows one branch to its end.</summary>
    private double Probe()
    {
        double weight = 1;
        double sum = 0;
        for (bool consistent = runner.Restart([]); ;)
        {
            if (consistent)
            {
                int failed = runner.RunToEnd(stopAtFailure: false);
                if (failed >= 0 && runner.Errors[failed] is RestartException or UnsupportedCodeException) ExceptionDispatchInfo.Throw(runner.Errors[failed]!);
                sum += weight;
            }

            int alternatives = runner.Search.Graph.WorkCount;
            if (alternatives == 0) return sum;
            weight *= alternatives;
            consistent = runner.Search.Take(random.Next(alternatives));
        }
    }
}
