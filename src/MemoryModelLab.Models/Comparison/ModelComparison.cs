using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Comparison;

/// <summary>
/// Which of several models is weaker, over the tests of cycles: a is at least as strong as b when on every test each final state that a
/// allows is one that b allows. One test with a state in the one and not in the other separates them for good; that no test of a set
/// does says nothing of larger tests.
/// </summary>
public sealed class ModelComparison
{
    private const int MostKept = 3;

    private readonly List<Separation>[,] kept;
    private readonly int[,] counts;

    private ModelComparison(IReadOnlyList<MemoryModel> models)
    {
        Models = models;
        kept = new List<Separation>[models.Count, models.Count];
        counts = new int[models.Count, models.Count];
        for (int a = 0; a < models.Count; a++)
        {
            for (int b = 0; b < models.Count; b++) kept[a, b] = [];
        }
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<MemoryModel> Models { get; }

    /// <summary>The tests all models were asked about.</summary>
    public int Tests { get; private set; }

    /// <summary>The tests left out because an answer was cut short.</summary>
    public int Undecided { get; private set; }

    /// <summary>Asks the models about the test of each cycle.</summary>
    /// <param name="cycles">The cycles, smallest first.</param>
    /// <param name="models">The models.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">It was ended: what was asked so far is no comparison.</exception>
    public static ModelComparison Of(IEnumerable<Cycle> cycles, IReadOnlyList<MemoryModel> models, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cycles);
        ArgumentNullException.ThrowIfNull(models);
        var comparison = new ModelComparison(models);
        foreach (Answers answers in cycles.AsParallel().AsOrdered().WithCancellation(cancellation).Select(cycle => Ask(cycle, models, cancellation)))
        {
            cancellation.ThrowIfCancellationRequested();
            comparison.Add(answers);
        }

        return comparison;
    }

    /// <summary>What the model <paramref name="allows"/> allows and the model <paramref name="forbids"/> does not.</summary>
    public Difference Difference(int allows, int forbids) => new(counts[allows, forbids], kept[allows, forbids]);

    /// <summary>How the model <paramref name="left"/> relates to the model <paramref name="right"/>.</summary>
    public Order Order(int left, int right) => (counts[left, right] > 0, counts[right, left] > 0) switch
    {
        (false, false) => Comparison.Order.NotSeparated,
        (false, true) => Comparison.Order.Stronger,
        (true, false) => Comparison.Order.Weaker,
        _ => Comparison.Order.Incomparable,
    };

    private static Answers Ask(Cycle cycle, IReadOnlyList<MemoryModel> models, CancellationToken cancellation)
    {
        LitmusProgram program = LitmusLowering.Lower(CycleGenerator.Generate(cycle));
        CheckResult[] results = [.. models.Select(model => ModelChecker.Check(program, model, null, cancellation))];
        return new Answers(cycle, [.. results.Select(result => result.States.ToDictionary(state => state.Text, state => state.Satisfies))], results.All(result => result.Complete));
    }

    private void Add(Answers answers)
    {
        if (!answers.Complete)
        {
            Undecided++;
            return;
        }

        Tests++;
        for (int a = 0; a < Models.Count; a++)
        {
            for (int b = 0; b < Models.Count; b++)
            {
                if (a == b || Separating(answers.States[a], answers.States[b]) is not { } state) continue;
                counts[a, b]++;
                Keep(kept[a, b], new Separation(answers.Cycle, state.Text, state.Satisfies));
            }
        }
    }

    /// <summary>Keeps the smallest: fewest accesses, then threads, then the fewest fences, dependencies and annotations; of equals the first.</summary>
    private static void Keep(List<Separation> smallest, Separation separation)
    {
        int place = smallest.FindIndex(other => separation.Size.CompareTo(other.Size) < 0);
        smallest.Insert(place < 0 ? smallest.Count : place, separation);
        if (smallest.Count > MostKept) smallest.RemoveAt(MostKept);
    }

    private static (string Text, bool Satisfies)? Separating(Dictionary<string, bool> allowed, Dictionary<string, bool> other)
    {
        (string Text, bool Satisfies)? found = null;
        foreach ((string text, bool satisfies) in allowed)
        {
            if (other.ContainsKey(text)) continue;
            if (satisfies) return (text, true);
            found ??= (text, false);
        }

        return found;
    }

    private sealed record Answers(Cycle Cycle, IReadOnlyList<Dictionary<string, bool>> States, bool Complete);
}
