namespace MemoryModelLab.Exploration.Tests.Corpus;

public class CorpusCountsTests
{
    [ExplorationCorpusFact]
    public void Every_recorded_program_in_plain_CSharp_has_the_recorded_number_of_executions()
    {
        List<string> wrong = [];
        int rows = 0;
        foreach (var row in ExplorationCorpus.Rows)
        {
            var result = Reference.Explore(row.Program, row.Arguments, new ExplorationOptions { Symmetry = false, Model = row.Model });
            bool right = row.Fails
                ? result.Verdict == ExplorationVerdict.Failed
                : result.Verdict == ExplorationVerdict.Passed && result.Complete == row.Complete;
            if (!right) wrong.Add($"{row}: {result.Verdict}, {result.Complete}");
            rows++;
        }

        Assert.True(rows >= 100, $"only {rows} rows");
        Assert.Empty(wrong);
    }
}
