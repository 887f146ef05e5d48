using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Mapping;

/// <summary>
/// Verifies that the code .NET emits keeps what the language's model promises: every outcome that a processor's model allows of the
/// compiled test, the language's model allows of the test. Safe to use from several threads at once.
/// </summary>
/// <param name="language">The model of the language.</param>
/// <param name="targets">The targets, the weakest ones last: where two get the same code, it is checked once.</param>
public sealed class MappingCheck(MemoryModel language, IReadOnlyList<CompilationTarget> targets)
{
    private readonly MemoryModel x64 = MemoryModel.BuiltIn("x86-tso");
    private readonly MemoryModel arm64 = MemoryModel.BuiltIn("arm64");

    /// <summary>The check of the .NET memory model against every supported target.</summary>
    public MappingCheck()
        : this(MemoryModel.BuiltIn("dotnet"), CompilationTarget.Supported)
    {
    }

    /// <summary>The targets.</summary>
    public IReadOnlyList<CompilationTarget> Targets => targets;

    /// <summary>The model of the language.</summary>
    public MemoryModel Language => language;

    /// <summary>Checks one test.</summary>
    /// <param name="csharp">A C# test.</param>
    /// <param name="options">The bounds of each single check.</param>
    /// <param name="cancellation">Ends it early; the result then says it is not complete.</param>
    /// <exception cref="ArgumentException">The program is not one of C#.</exception>
    public MappingResult Check(LitmusProgram csharp, CheckOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(csharp);
        CheckResult allowed = ModelChecker.Check(csharp, language, options, cancellation);
        var results = new List<TargetResult>();
        var compiled = new List<LitmusProgram>();
        var shown = new HashSet<long[]>(StateComparer.Instance);
        HashSet<long[]> promised = Values(allowed);
        foreach (CompilationTarget target in targets)
        {
            LitmusProgram program = Compilation.Compile(csharp, target);
            int same = compiled.FindIndex(other => IsSameCode(other, program));
            CheckResult hardware = same >= 0 ? results[same].Hardware : ModelChecker.Check(program, ModelOf(target), options, cancellation);
            compiled.Add(program);
            int before = 0;
            var exceptions = new List<FinalState>();
            foreach (FinalState state in hardware.States)
            {
                long[] values = state.Values.ToArray();
                shown.Add(values);
                if (promised.Contains(values)) before++;
                else if (allowed.Complete) exceptions.Add(state); // a search cut short does not forbid what it did not find
            }

            results.Add(new TargetResult(target, hardware, exceptions, hardware.Complete ? promised.Count - before : 0));
        }

        bool showsAll = results.TrueForAll(result => result.Hardware.Complete);
        return new MappingResult(allowed, results, showsAll ? [.. allowed.States.Where(state => !shown.Contains(state.Values.ToArray()))] : []);
    }

    private MemoryModel ModelOf(CompilationTarget target) => target.Architecture == Architecture.AArch64 ? arm64 : x64;

    private static HashSet<long[]> Values(CheckResult result) => result.States.Select(state => state.Values.ToArray()).ToHashSet(StateComparer.Instance);

    private static bool IsSameCode(LitmusProgram left, LitmusProgram right) =>
        left.Architecture == right.Architecture
        && left.Threads.Zip(right.Threads).All(pair => pair.First.Code.SequenceEqual(pair.Second.Code));

    private sealed class StateComparer : IEqualityComparer<long[]>
    {
        public static readonly StateComparer Instance = new();

        public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(long[] values)
        {
            var hash = new HashCode();
            foreach (long value in values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
