namespace MemoryModelLab.Workloads.Stress;

/// <summary>What the threads of a <see cref="HistoryStress{TKey, TValue}"/> do.</summary>
internal sealed record StressPlan
{
    /// <summary>Which operations the threads do, each as often as it is named.</summary>
    public IReadOnlyList<StressKind> Kinds { get; init; } =
    [
        StressKind.Get, StressKind.Get, StressKind.Set, StressKind.Add, StressKind.Update, StressKind.Remove,
        StressKind.RemovePair, StressKind.GetOrAdd, StressKind.Increment,
    ];

    /// <summary>Whether other keys come and go, so that the store grows and shrinks under the threads.</summary>
    public bool Fillers { get; init; } = true;

    /// <summary>Whether each thread clears the store once a round.</summary>
    public bool Clears { get; init; }

    /// <summary>The most rounds on one store.</summary>
    public int Rounds { get; init; } = int.MaxValue;
}
