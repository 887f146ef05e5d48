using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Tests.Corpus;

public sealed class CorpusTests
{
    private static readonly string[] Architectures = ["AArch64", "C", "X86", "X86_64"];

    [CorpusFact]
    public void Every_test_reads_back_as_printed()
    {
        int count = 0;
        foreach (string path in Architectures.SelectMany(HerdCorpus.Files))
        {
            LitmusTest test = LitmusParser.Parse(File.ReadAllText(path), path);
            string printed = LitmusPrinter.Print(test);
            Assert.Equal(test, LitmusParser.Parse(printed, path + " (printed)"));
            count++;
        }

        Assert.True(count > 800, $"only {count} files");
    }

    [CorpusFact]
    public void Every_test_lowers_and_prints_its_states_in_herds_order()
    {
        foreach ((string path, string[] states) in HerdCorpus.StatesUnderSc())
        {
            if (states.Length == 0) continue; // the test asks for nothing
            LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(File.ReadAllText(path), path));
            string[] names = [.. states[0].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=')[0])];
            Assert.Equal((path, string.Join(' ', names)), (path, string.Join(' ', program.Observed.Select(part => part.Name))));
        }
    }

    [CorpusFact]
    public void Every_sequential_run_ends_in_a_state_herd_found_under_sc()
    {
        int sequential = 0;
        foreach ((string path, string[] states) in HerdCorpus.StatesUnderSc())
        {
            if (states.Length == 0) continue; // the test asks for nothing
            LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(File.ReadAllText(path), path));
            for (uint choices = 0; choices < 4; choices++)
            {
                long[]? values = SequentialRun.Run(program, choices);
                if (values is null) continue;
                string state = StateValues.Print(program, values);
                Assert.True(states.Contains(state), $"{path}: {state} is none of {string.Join(" | ", states)}");
                sequential++;
            }
        }

        Assert.True(sequential > 800, $"only {sequential} runs");
    }
}
