using System.Globalization;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Benchmarks;

/// <summary>Executions a second of programs whose executions are a few events, the best of five explorations.</summary>
internal static class TinyTable
{
    private const int Rounds = 5;

    private static readonly (string Program, string Arguments)[] Programs = [("readers", "N=16"), ("sbplain", "N=14"), ("lostupdate", "N=5"), ("fetchadd", "N=8"), ("twowriters", "N=4")];

    /// <summary>Prints it.</summary>
    public static void Print()
    {
        foreach (var (program, arguments) in Programs)
        {
            foreach (MemoryModelKind model in Enum.GetValues<MemoryModelKind>())
            {
                double best = 0;
                long executions = 0;
                for (int round = 0; round < Rounds; round++)
                {
                    ExplorationResult result = Reference.Explore(program, arguments, new ExplorationOptions { Symmetry = false, Model = model });
                    executions = result.Complete + result.Blocked;
                    best = Math.Max(best, executions / result.Elapsed.TotalSeconds);
                }

                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program,-12}{arguments,-8}{model,-17}{executions,10:N0} executions{best,14:N0} a second"));
            }
        }
    }
}
