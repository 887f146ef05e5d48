using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>One check under way: the paths of every thread, their combinations, and what the searches over them found.</summary>
internal sealed class CheckRun : ExecutionSearch.IExecutionSink
{
    private readonly LitmusProgram program;
    private readonly CheckOptions options;
    private readonly LocationTable locations;
    private readonly StateTable states;
    private readonly SortedSet<string> flags = new(StringComparer.Ordinal);
    private readonly CancellationToken cancellation;
    private readonly ModelInstance model;
    private readonly ExecutionSearch search;
    private readonly PropositionEvaluator? condition;
    private readonly PropositionEvaluator? filter;
    private readonly long[] state;
    private readonly int declaredLocations;
    private readonly bool isAssembly;
    private long executions;
    private long otherNodes;
    private bool loopBoundReached;
    private bool cutShort;
    private bool stopped;
    private readonly ExecutionVisitor? visitor;

    public CheckRun(
        LitmusProgram program, ModelInstance model, CheckOptions options, CancellationToken cancellation, ExecutionVisitor? visitor = null)
    {
        this.visitor = visitor;
        this.model = model;
        this.program = program;
        this.options = options;
        this.cancellation = cancellation;
        locations = new LocationTable(program);
        search = new ExecutionSearch(model.Whole.Plan, this, cancellation) { ReadsOwnFuture = options.ReadsOwnFuture };
        condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
        filter = program.Test.Filter is { } f ? new PropositionEvaluator(f, program) : null;
        state = new long[program.Observed.Count];
        isAssembly = program.Architecture is Architecture.X86 or Architecture.X86_64 or Architecture.AArch64;
        declaredLocations = StateValues.DeclaredCount(program);
        states = new StateTable(state.Length);
    }

    /// <summary>Sees every allowed execution that passes the filter, and the final state it ends in.</summary>
    internal delegate void ExecutionVisitor(ExecutionSearch execution, ReadOnlySpan<long> state);

    public void Run()
    {
        IReadOnlyList<ThreadPath>[] paths = Paths();
        Combine(paths, new ThreadPath[paths.Length], 0);
    }

    public CheckResult Result(TimeSpan elapsed)
    {
        int[] numbers = [.. Enumerable.Range(0, states.Count).Where(i => states[i].PassesFilter)];
        Array.Sort(numbers, (a, b) => states.Values(a).SequenceCompareTo(states.Values(b)));
        FinalState[] found = [.. numbers.Select(i => new FinalState(program, states, i))];
        return new CheckResult
        {
            States = found,
            Positive = found.Where(s => s.Satisfies).Sum(s => s.Executions),
            Negative = found.Where(s => !s.Satisfies).Sum(s => s.Executions),
            Quantifier = program.Condition?.Quantifier ?? Quantifier.Exists,
            Flags = [.. flags],
            LoopBoundReached = loopBoundReached,
            Complete = !cutShort && !stopped,
            SearchNodes = search.Nodes + otherNodes,
            Elapsed = elapsed,
        };
    }

    /// <inheritdoc/>
    public bool Found(ExecutionSearch execution)
    {
        if (execution != search || model.Whole.IsComplete)
        {
            if (Count(execution, 1)) execution.Evaluator.CollectFlags(flags);
        }
        else if (model.Judge(execution) is { Count: > 0 } ways && Count(execution, ways.Count))
        {
            // The model's program went on by what this execution's relations hold; each way to go on makes an execution of its own.
            flags.UnionWith(ways.SelectMany(w => w));
        }

        return executions < options.MostExecutions;
    }

    /// <summary>Counts executions that end alike; true when their state passes the filter.</summary>
    private bool Count(ExecutionSearch execution, int times)
    {
        for (int i = 0; i < state.Length; i++)
        {
            Observed part = program.Observed[i];
            long value = part.Thread >= 0 ? Register(execution, part) : Memory(execution, part);
            state[i] = StateValues.Canonical(value, part, declaredLocations);
        }

        int number = states.NumberOf(state, out bool isNew);
        StateTable.Entry entry = states[number];
        if (isNew)
        {
            entry.PassesFilter = filter?.Evaluate(state) ?? true;
            entry.Satisfies = condition?.Evaluate(state) ?? true;
            if (options.KeepWitnesses && states.Count <= CheckOptions.MostWitnesses) entry.Witness = Witness.Of(execution, program);
        }

        entry.Executions += times;
        states[number] = entry;
        executions += times;
        if (entry.PassesFilter) visitor?.Invoke(execution, state);
        return entry.PassesFilter;
    }

    private static long Register(ExecutionSearch execution, Observed part)
    {
        ThreadPath path = execution.Structure.Paths[part.Thread];
        path.Registers[part.Index].TryEvaluate(execution.Values.Returned, execution.Values.HasReturned, execution.Structure.First[part.Thread], out long value);
        return value;
    }

    private long Memory(ExecutionSearch execution, Observed part)
    {
        int write = execution.Structure.InitialWrite[part.Index] < 0 ? -1 : execution.FinalWrite(part.Index);
        return write < 0 ? locations[part.Index].Initial : execution.Values.Written[write];
    }

    /// <summary>The paths of each thread. A path may touch a cell no one knew of, which others may then reach through a pointer: until none is new.</summary>
    private IReadOnlyList<ThreadPath>[] Paths()
    {
        while (true)
        {
            int known = locations.Count;
            LanguageRules rules = LanguageRules.Of(program.Test.Architecture);
            var paths = new IReadOnlyList<ThreadPath>[program.Threads.Count];
            for (int thread = 0; thread < paths.Length; thread++)
            {
                paths[thread] = PathEnumerator.Enumerate(
                    program.Threads[thread], locations, rules, options, ref loopBoundReached, ref cutShort);
            }

            if (locations.Count == known) return PathFilter.Prune(paths, locations);
        }
    }

    private void Search(EventStructure structure)
    {
        if (model.Whole.IsComplete || model.For(structure) is not { } instances)
        {
            search.Run(structure);
            stopped |= search.Stopped;
            return;
        }

        foreach (CompiledModel instance in instances)
        {
            var own = new ExecutionSearch(instance.Plan, this, cancellation);
            own.Run(structure);
            otherNodes += own.Nodes;
            stopped |= own.Stopped;
        }
    }

    private void Combine(IReadOnlyList<ThreadPath>[] paths, ThreadPath[] chosen, int thread)
    {
        stopped |= cancellation.IsCancellationRequested;
        if (stopped) return;

        if (thread == paths.Length)
        {
            if (chosen.Sum(p => p.Events.Count) > options.MostEvents) cutShort = true;
            else if (PathFilter.IsPossible(chosen, locations)) Search(new EventStructure([.. chosen], locations, isAssembly));
            return;
        }

        foreach (ThreadPath path in paths[thread])
        {
            chosen[thread] = path;
            Combine(paths, chosen, thread + 1);
        }
    }
}
