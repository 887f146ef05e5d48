using System.Reflection;
using System.Runtime.CompilerServices;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>
/// Batches over an array of instances of a test's class, which the garbage collector has laid one behind the other. The threads' methods are called through their addresses: so they are the code that the
/// runtime made of them, and are not merged into the loop, where iterations could be.
/// </summary>
internal sealed unsafe class InstanceBatches : SearchedBatches
{
    private const int KeyBits = 4;
    private const int CountedValues = 4;

    private readonly AttributeTest test;
    private readonly object[] instances;
    private readonly bool[] failed;
    private readonly nint[] bodies;
    private readonly nint arbiter;
    private readonly object pristine;
    private readonly bool renews;
    private readonly Action<object, long[]> read;
    private readonly Action<object, object> reset;
    private readonly int[] order;
    private readonly Counter[] counters;

    /// <summary>Prepares batches.</summary>
    /// <param name="test">The test.</param>
    /// <param name="program">What says when the condition is satisfied.</param>
    /// <param name="shapes">What is tried; where cells lie is the class's own matter, so the shapes differ in the rest only.</param>
    /// <param name="sharings">Ways to share cores, all with as many workers.</param>
    /// <param name="order">For each part of a state as it is counted, which result it is.</param>
    /// <param name="seed">Seeds the search.</param>
    public InstanceBatches(AttributeTest test, LitmusProgram program, IReadOnlyList<BatchShape> shapes, IReadOnlyList<ThreadSharing> sharings, int[] order, int seed)
        : base(program, shapes, sharings, seed)
    {
        (this.test, this.order) = (test, order);
        int size = shapes.Max(shape => shape.Size);
        bodies = [.. test.Threads.Select(Code)];
        arbiter = test.Arbiter is { } last ? Code(last) : 0;
        instances = [.. Enumerable.Range(0, size).Select(_ => test.Make())];
        failed = new bool[size];
        pristine = test.Make();

        // An object that the constructor makes is shared by nobody: then every iteration needs a new instance.
        renews = test.Fields.Any(field => !field.FieldType.IsValueType && field.GetValue(pristine) is not (null or string)) || test.Fields.Any(field => field.FieldType.IsValueType && !field.FieldType.IsPrimitive);
        (read, reset) = (InstanceCode.Reader(test), InstanceCode.Resetter(test));
        PropositionEvaluator? condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
        counters = [.. Enumerable.Range(0, Workers).Select(_ => new Counter(test.Results.Count, values => condition?.Evaluate(Ordered(values)) == true))];
    }

    /// <summary>Iterations in which a thread ended by an exception; they are not counted.</summary>
    public long Failed => counters.Sum(counter => counter.Failed);

    /// <summary>The last of these exceptions, as words; null when there was none.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    protected override long Satisfied => counters.Sum(counter => counter.Satisfied);

    /// <inheritdoc/>
    public override void AddTo(Dictionary<StateKey, long> total)
    {
        foreach (Counter counter in counters)
        {
            foreach ((long[] values, long count) in counter.All)
            {
                var key = new StateKey(Ordered(values));
                total[key] = total.GetValueOrDefault(key) + count;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(int shape)
    {
        // All shapes walk over the same instances, each sets back what it used.
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBody(int shape, int thread, int fences, int start, int end)
    {
        // An instance method takes its object as the first argument.
        var body = (delegate*<object, void>)bodies[thread];
        object[] all = instances;
        for (int i = start; i < end; i++)
        {
            try
            {
                body(all[i]);
            }
#pragma warning disable CA1031 // the test's own code may throw anything; the iteration is left out and the exception told
            catch (Exception e)
#pragma warning restore CA1031
            {
                Fail(i, test.Threads[thread], e);
            }

            // full fence: takes the time that other threads take for theirs, see BatchShape.
            for (int fence = fences; fence > 0; fence--) Interlocked.MemoryBarrier();
        }
    }

    /// <inheritdoc/>
    protected override void FoldPart(int shape, int worker, int start, int end)
    {
        Counter counter = counters[worker];
        for (int i = start; i < end; i++)
        {
            if (arbiter != 0 && !failed[i]) Arbitrate(i);
            if (failed[i]) counter.Failed++;
            else counter.Count(read, instances[i]);
            failed[i] = false;
            if (renews) instances[i] = test.Make();
            else reset(instances[i], pristine);
        }
    }

    private static nint Code(MethodInfo method)
    {
        RuntimeHelpers.PrepareMethod(method.MethodHandle);
        return method.MethodHandle.GetFunctionPointer();
    }

    // No fence: whoever counts has met the threads at the barrier behind the batch, so it sees what they wrote.
    private void Arbitrate(int iteration)
    {
        try
        {
            ((delegate*<object, void>)arbiter)(instances[iteration]);
        }
#pragma warning disable CA1031 // the test's own code may throw anything; the iteration is left out and the exception told
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(iteration, test.Arbiter!, e);
        }
    }

    private void Fail(int iteration, MethodInfo method, Exception e)
    {
        failed[iteration] = true;
        Failure = $"{test.Type.Name}.{method.Name} ended with {e.GetType().Name}: {e.Message}";
    }

    private long[] Ordered(long[] values) => [.. order.Select(result => values[result])];

    /// <summary>How often one thread counted each outcome: outcomes of small values by index, the others in a table.</summary>
    private sealed class Counter(int results, Func<long[], bool> satisfies)
    {
        private readonly long[] small = new long[results <= CountedValues ? 1 << (KeyBits * results) : 0];
        private readonly Dictionary<StateKey, long> others = [];
        private readonly long[] values = new long[results];

        private long satisfied;
        private int[]? satisfying;

        public long Failed { get; set; }

        /// <summary>While another thread counts, roughly.</summary>
        public long Satisfied
        {
            get
            {
                satisfying ??= [.. Enumerable.Range(0, small.Length).Where(index => satisfies(Values(index)))];
                long sum = satisfied;
                foreach (int index in satisfying) sum += small[index];
                return sum;
            }
        }

        public IEnumerable<(long[] Values, long Count)> All =>
            small.Index().Where(entry => entry.Item > 0)
                .Select(entry => (Values(entry.Index), entry.Item))
                .Concat(others.Select(entry => (entry.Key.Values, entry.Value)));

        public void Count(Action<object, long[]> read, object instance)
        {
            read(instance, values);
            long all = 0, key = 0;
            for (int result = 0; result < values.Length; result++)
            {
                all |= values[result];
                key |= values[result] << (KeyBits * result);
            }

            if (small.Length > 0 && (ulong)all < 1 << KeyBits) small[key]++;
            else CountOther();
        }

        private void CountOther()
        {
            others[new StateKey([.. values])] = others.GetValueOrDefault(new StateKey([.. values])) + 1;
            if (satisfies(values)) satisfied++;
        }

        private long[] Values(int index) => [.. Enumerable.Range(0, results).Select(result => (long)((index >> (KeyBits * result)) & ((1 << KeyBits) - 1)))];
    }
}
