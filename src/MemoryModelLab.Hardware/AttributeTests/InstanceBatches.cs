using System.Runtime.CompilerServices;
using MemoryModelLab.Hardware.Execution;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>
/// Batches over an array of instances of a test's class. The threads' methods are called through their addresses: so they are the code that the
/// runtime made of them, and are not merged into the loop, where iterations could be.
/// </summary>
internal sealed unsafe class InstanceBatches : IBatches
{
    private const int KeyBits = 4;
    private const int CountedValues = 4;

    private readonly AttributeTest test;
    private readonly int size;
    private readonly object[] instances;
    private readonly bool[] failed;
    private readonly nint[] bodies;
    private readonly object pristine;
    private readonly bool renews;
    private readonly Action<object, long[]> read;
    private readonly Action<object, object> reset;
    private readonly int[] order;
    private readonly Counter[] counters;

    /// <summary>Prepares batches.</summary>
    /// <param name="test">The test.</param>
    /// <param name="size">The iterations of a batch.</param>
    /// <param name="order">For each part of a state as it is counted, which result it is.</param>
    public InstanceBatches(AttributeTest test, int size, int[] order)
    {
        (this.test, this.size, this.order) = (test, size, order);
        foreach (var method in test.Threads) RuntimeHelpers.PrepareMethod(method.MethodHandle);
        bodies = [.. test.Threads.Select(method => method.MethodHandle.GetFunctionPointer())];
        instances = [.. Enumerable.Range(0, size).Select(_ => test.Make())];
        failed = new bool[size];
        pristine = test.Make();

        // An object that the constructor makes is shared by nobody: then every iteration needs a new instance.
        renews = test.Fields.Any(field => !field.FieldType.IsValueType && field.GetValue(pristine) is not (null or string)) || test.Fields.Any(field => field.FieldType.IsValueType && !field.FieldType.IsPrimitive);
        (read, reset) = (InstanceCode.Reader(test), InstanceCode.Resetter(test));
        counters = [.. test.Threads.Select(_ => new Counter(test.Results.Count))];
    }

    /// <inheritdoc/>
    public int Workers => bodies.Length;

    /// <summary>Iterations in which a thread ended by an exception; they are not counted.</summary>
    public long Failed => counters.Sum(counter => counter.Failed);

    /// <summary>The last of these exceptions, as words; null when there was none.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public int Next() => size;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int thread)
    {
        // An instance method takes its object as the first argument.
        var body = (delegate*<object, void>)bodies[thread];
        object[] all = instances;
        for (int i = 0; i < all.Length; i++)
        {
            try
            {
                body(all[i]);
            }
#pragma warning disable CA1031 // the test's own code may throw anything; the iteration is left out and the exception told
            catch (Exception e)
#pragma warning restore CA1031
            {
                failed[i] = true;
                Failure = $"{test.Type.Name}.{test.Threads[thread].Name} ended with {e.GetType().Name}: {e.Message}";
            }
        }
    }

    /// <inheritdoc/>
    public void Fold(int thread, int share)
    {
        Counter counter = counters[thread];
        for (int i = (int)((long)size * share / Workers); i < (int)((long)size * (share + 1) / Workers); i++)
        {
            if (failed[i]) counter.Failed++;
            else counter.Count(read, instances[i]);
            failed[i] = false;
            if (renews) instances[i] = test.Make();
            else reset(instances[i], pristine);
        }
    }

    /// <inheritdoc/>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        foreach (Counter counter in counters)
        {
            foreach ((long[] values, long count) in counter.All)
            {
                var key = new StateKey([.. order.Select(result => values[result])]);
                total[key] = total.GetValueOrDefault(key) + count;
            }
        }
    }

    /// <summary>How often one thread counted each outcome: outcomes of small values by index, the others in a table.</summary>
    private sealed class Counter(int results)
    {
        private readonly long[] small = new long[results <= CountedValues ? 1 << (KeyBits * results) : 0];
        private readonly Dictionary<StateKey, long> others = [];
        private readonly long[] values = new long[results];

        public long Failed { get; set; }

        public IEnumerable<(long[] Values, long Count)> All =>
            small.Index().Where(entry => entry.Item > 0)
                .Select(entry => (Enumerable.Range(0, results).Select(result => (long)(entry.Index >> (KeyBits * result) & ((1 << KeyBits) - 1))).ToArray(), entry.Item))
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
            else others[new StateKey([.. values])] = others.GetValueOrDefault(new StateKey([.. values])) + 1;
        }
    }
}
