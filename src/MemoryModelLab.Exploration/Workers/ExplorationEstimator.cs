using MemoryModelLab.Exploration.Engine;
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
    /// <summary>Follows that many branches.</summary>
    public ExplorationEstimate Estimate(Func<ExplorationProgram> program, int probes)
    {
        var before = SharedMemory.Enter(runner);
        try
        {
            runner.AddThreads(program());
            double sum = 0;
            double squares = 0;
            for (int probe = 0; probe < probes; probe++)
            {
                double size = Probe();
                sum += size;
                squares += size * size;
            }

            double mean = sum / probes;
            return new ExplorationEstimate(mean, Math.Sqrt(Math.Max(0, (squares / probes) - (mean * mean)) / (probes - 1)), probes);
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
                runner.RunToEnd(stopAtFailure: false);
                sum += weight;
            }

            int alternatives = runner.Search.Graph.WorkCount;
            if (alternatives == 0) return sum;
            weight *= alternatives;
            consistent = runner.Search.Take(random.Next(alternatives));
        }
    }
}
