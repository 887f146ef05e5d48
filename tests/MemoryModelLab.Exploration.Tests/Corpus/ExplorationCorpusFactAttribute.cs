namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>A test that needs the corpus.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExplorationCorpusFactAttribute : FactAttribute
{
    public ExplorationCorpusFactAttribute()
    {
        if (ExplorationCorpus.CountsFile is null) Skip = "the corpus with the recorded numbers of executions is not there";
    }
}
