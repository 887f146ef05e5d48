using System.Buffers;
using System.Linq.Expressions;
using static System.Linq.Expressions.Expression;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>The loop of <see cref="PerpetualCounter"/>, compiled for one test.</summary>
/// <remarks>
/// Iteration n of the store number c to a location writes <c>K·n + c</c>. A load that read v has seen, of iteration n, the stores with
/// <c>c ≤ v - K·n</c>. "It has seen exactly i of s" is therefore <c>v - K·n ≤ i</c> unless i = s, a least n, and
/// <c>v - K·n ≥ i</c> unless i = 0, a greatest n.
/// </remarks>
internal sealed class PairingCode
{
    private readonly PerpetualTest test;
    private readonly int step;
    private readonly int reference;
    private readonly bool[] satisfying;
    private readonly ParameterExpression values = Parameter(typeof(int[][]), "values");
    private readonly ParameterExpression shift = Parameter(typeof(int), "shift");
    private readonly ParameterExpression length = Parameter(typeof(int), "length");
    private readonly ParameterExpression from = Parameter(typeof(int), "from");
    private readonly ParameterExpression to = Parameter(typeof(int), "to");
    private readonly ParameterExpression places = Parameter(typeof(int[]), "places");
    private readonly ParameterExpression counts = Parameter(typeof(long[]), "counts");

    // A parameter, not a constant: a compiled expression finds a constant that is an object among the others, and casts it, each time.
    private readonly ParameterExpression satisfies = Parameter(typeof(bool[]), "satisfies");
    private readonly ParameterExpression state = Variable(typeof(int), "state");
    private readonly ParameterExpression row = Variable(typeof(int), "row");
    private readonly ParameterExpression origin = Variable(typeof(int), "origin");
    private readonly ParameterExpression last = Variable(typeof(int), "last");
    private readonly ParameterExpression[] read;
    private readonly ParameterExpression[] at;
    private readonly IndexExpression[] next;
    private readonly IndexExpression[] end;
    private readonly int width;
    private readonly Action<int[][], int, int, int, int, int[], long[], bool[]> count;
    private readonly (int Thread, PerpetualLoad? Load)[] partnerLoads;
    private int searches;

    /// <summary>Compiles the loop.</summary>
    /// <param name="test">The test.</param>
    /// <param name="sought">What the loads have seen in the outcomes that are sought.</param>
    /// <param name="satisfying">Which outcomes, by number, satisfy the condition.</param>
    /// <param name="radix">What an outcome's number is made of: a digit a load.</param>
    public PairingCode(PerpetualTest test, IReadOnlyList<int[]> sought, bool[] satisfying, int[] radix)
    {
        (this.test, this.satisfying, step) = (test, satisfying, test.Step);
        reference = test.Loads[0].Thread;
        partnerLoads = [.. PartnerLoads()];
        int threads = test.Threads.Count;
        read = Variables(typeof(int[]), "read");
        at = Variables(typeof(int), "at");
        next = [.. Enumerable.Range(0, threads).Select(Place)];
        end = [.. Enumerable.Range(threads, threads).Select(Place)];

        LabelTarget done = Label("done"), counted = Label("counted"), rowsDone = Label("rowsDone");
        var body = new List<Expression> { IfThen(GreaterThanOrEqual(row, LeftShift(Constant(1), shift)), Break(rowsDone)), Assign(at[reference], from) };
        foreach (int[] seen in sought) body.Add(Seek(seen, Number(seen, radix), counted));
        body.Add(Natural(satisfying, radix, counted));
        body.Add(Label(counted));
        width = (2 * threads) + searches;
        body.Add(PreIncrementAssign(row));
        body.Add(AddAssign(origin, Constant(width)));

        Expression iteration = Block(
            IfThen(GreaterThanOrEqual(from, to), Break(done)),
            Assign(row, Constant(0)),
            Assign(origin, Constant(0)),
            Loop(Block(body), rowsDone),
            PreIncrementAssign(from));
        Expression[] setup =
        [
            .. read.Select((array, thread) => Assign(array, ArrayIndex(values, Constant(thread)))),
            Assign(last, Subtract(RightShift(length, shift), Constant(1))),
            Loop(iteration, done),
        ];
        count = Lambda<Action<int[][], int, int, int, int, int[], long[], bool[]>>(
            Block([.. read, .. at, state, row, origin, last], setup), values, shift, length, from, to, places, counts, satisfies).Compile();

        ParameterExpression[] Variables(Type type, string name) => [.. Enumerable.Range(0, threads).Select(thread => Variable(type, name + thread))];
    }

    /// <summary>
    /// Counts the instances of the reference thread's iterations from <paramref name="from"/> up to <paramref name="to"/> on each row. Those of the other
    /// threads lie between what was read from at both ends, so that parts of a run share no iteration.
    /// </summary>
    /// <param name="values">What each thread read.</param>
    /// <param name="shift">The binary logarithm of the number of rows.</param>
    /// <param name="length">The values each load has.</param>
    /// <param name="from">The first iteration.</param>
    /// <param name="to">The iteration behind the last.</param>
    /// <param name="counts">Where to add, an entry an outcome.</param>
    public void Count(int[][] values, int shift, int length, int from, int to, long[] counts)
    {
        int threads = test.Threads.Count, iterations = length >> shift;
        int[] places = ArrayPool<int>.Shared.Rent(width << shift);
        places.AsSpan().Clear();
        for (int row = 0; row < 1 << shift; row++)
        {
            Span<int> low = places.AsSpan(row * width, threads), high = places.AsSpan((row * width) + threads, threads);
            if (from > 0) Partners(values, shift, length, row, from, low);
            if (to < iterations) Partners(values, shift, length, row, to, high);
            else high.Fill(iterations);
        }

        count(values, shift, length, from, to, places, counts, satisfying);
        ArrayPool<int>.Shared.Return(places);
    }

    // The iterations of all threads that iteration of the reference thread read from.
    private void Partners(int[][] values, int shift, int length, int row, int iteration, Span<int> partners)
    {
        partners[reference] = iteration;
        foreach ((int thread, PerpetualLoad? load) in partnerLoads)
        {
            partners[thread] = iteration;
            if (load is null) continue;
            int value = values[load.Thread][(load.Slot * length) + (partners[load.Thread] << shift) + row];
            partners[thread] = Math.Min(Math.Max(value - 1, 0) / step, (length >> shift) - 1);
        }
    }

    // Every other thread, in an order such that the load that tells of its iteration belongs to a thread before it; null where none does.
    private IEnumerable<(int Thread, PerpetualLoad? Load)> PartnerLoads()
    {
        var known = new HashSet<int> { reference };
        while (known.Count < test.Threads.Count)
        {
            PerpetualLoad? load = test.Loads.FirstOrDefault(load => known.Contains(load.Thread) && WriterOf(load) is >= 0 and int writer && !known.Contains(writer));
            int thread = load is null ? Enumerable.Range(0, test.Threads.Count).First(thread => !known.Contains(thread)) : WriterOf(load);
            known.Add(thread);
            yield return (thread, load);
        }
    }

    private int WriterOf(PerpetualLoad load) => test.StoresSeenBy(load) is [var store, ..] ? store.Thread : -1;

    private static int Number(int[] seen, int[] radix)
    {
        int number = 0;
        for (int load = seen.Length - 1; load >= 0; load--) number = (number * radix[load]) + seen[load];
        return number;
    }

    // The iterations of an instance in which the loads have seen so much, if there is one; it is then counted.
    private ConditionalExpression Seek(int[] seen, int number, LabelTarget counted)
    {
        var known = new HashSet<int> { reference };
        var order = new List<int>();
        var assign = new List<Expression>();
        Expression all = Constant(true);
        while (known.Count < test.Threads.Count)
        {
            int thread = Enumerable.Range(0, test.Threads.Count).Where(thread => !known.Contains(thread))
                .OrderByDescending(thread => Bounds(thread, known, seen, least: true).Any() ? 3 : Bounds(thread, known, seen, least: false).Any() ? 2 : Follows(thread, known, seen).Any() ? 1 : 0).First();
            Expression least = next[thread];
            foreach (Expression bound in Bounds(thread, known, seen, least: true)) least = Larger(least, bound);
            Expression[] greatest = [.. Bounds(thread, known, seen, least: false)];
            bool isBounded = Bounds(thread, known, seen, least: true).Any();
            Expression choice = !isBounded && greatest.Length > 0 ? greatest.Aggregate((left, right) => Smaller(left, right)) : least;
            Expression chosen = Assign(at[thread], choice);
            Expression[] follows = [.. Follows(thread, known, seen)];
            known.Add(thread);
            Expression inRange = AndAlso(GreaterThanOrEqual(at[thread], next[thread]), LessThan(at[thread], end[thread]));
            all = AndAlso(all, follows.Length > 0 && !isBounded && greatest.Length == 0
                ? Block(chosen, Advance(thread, follows), inRange)
                : Block(chosen, inRange));
            order.Add(thread);
        }

        for (int load = 0; load < seen.Length; load++)
        {
            foreach (Expression check in Checks(test.Loads[load], seen[load])) all = AndAlso(all, check);
        }

        var found = new List<Expression> { Increment(Constant(number)) };
        foreach (int thread in order) found.Add(Assign(next[thread], Add(at[thread], Constant(1))));
        found.Add(Goto(counted));
        return IfThen(all, Block(found));
    }

    // The inequalities by which loads of known threads bound the iteration of a thread.
    private IEnumerable<Expression> Bounds(int thread, HashSet<int> known, int[] seen, bool least)
    {
        for (int load = 0; load < seen.Length; load++)
        {
            PerpetualLoad from = test.Loads[load];
            int stores = test.StoresSeenBy(from).Count, i = seen[load];
            if (!known.Contains(from.Thread) || WriterOf(from) != thread) continue;
            Expression value = Value(from);
            if (least && i < stores) yield return Divide(Larger(Subtract(value, Constant(i - (step - 1))), Constant(0)));
            if (!least && i > 0) yield return Condition(GreaterThanOrEqual(value, Constant(i)), Divide(Subtract(value, Constant(i))), Constant(-1));
        }
    }

    // What a thread must have read to have seen stores of known threads.
    private IEnumerable<Expression> Follows(int thread, HashSet<int> known, int[] seen)
    {
        for (int load = 0; load < seen.Length; load++)
        {
            PerpetualLoad from = test.Loads[load];
            if (from.Thread == thread && seen[load] > 0 && WriterOf(from) is >= 0 and int writer && writer != thread && known.Contains(writer))
                yield return LessThan(Subtract(Value(from), Multiply(at[writer], Constant(step))), Constant(seen[load]));
        }
    }

    // What was behind once stays behind: each search goes on where the last one ended.
    private BlockExpression Advance(int thread, Expression[] behind)
    {
        LabelTarget stop = Label();
        IndexExpression reached = Place((2 * test.Threads.Count) + searches++);
        Expression isBehind = AndAlso(LessThan(at[thread], end[thread]), behind.Aggregate(OrElse));
        return Block(
            Assign(at[thread], Larger(at[thread], reached)),
            Loop(IfThenElse(isBehind, PreIncrementAssign(at[thread]), Break(stop)), stop),
            Assign(reached, at[thread]));
    }

    private IEnumerable<Expression> Checks(PerpetualLoad load, int i)
    {
        int stores = test.StoresSeenBy(load).Count;
        if (stores == 0) yield break;
        Expression difference = Subtract(Value(load), Multiply(at[WriterOf(load)], Constant(step)));
        if (i < stores) yield return LessThanOrEqual(difference, Constant(i));
        if (i > 0) yield return GreaterThanOrEqual(difference, Constant(i));
    }

    // The instance with the iterations that were read from, every other time with those behind them.
    private BlockExpression Natural(bool[] satisfying, int[] radix, LabelTarget counted)
    {
        var code = new List<Expression>();
        foreach ((int thread, PerpetualLoad? load) in partnerLoads)
        {
            Expression partner = load is null ? at[reference] : Add(Divide(Larger(Subtract(Value(load), Constant(1)), Constant(0))), And(at[reference], Constant(1)));
            code.Add(Assign(at[thread], Smaller(partner, last)));
        }

        Expression number = Constant(0);
        for (int load = radix.Length - 1; load >= 0; load--)
        {
            PerpetualLoad from = test.Loads[load];
            int stores = radix[load] - 1;
            if (stores == 0) continue;
            Expression difference = Subtract(Value(from), Multiply(at[WriterOf(from)], Constant(step)));
            number = Add(Multiply(number, Constant(radix[load])), Smaller(Larger(difference, Constant(0)), Constant(stores)));
        }

        code.Add(Assign(state, number));

        // What satisfies the condition counts with iterations that have not counted yet, as above.
        Expression fresh = Constant(true);
        var use = new List<Expression>();
        foreach (int thread in Enumerable.Range(0, test.Threads.Count).Where(thread => thread != reference))
        {
            fresh = AndAlso(fresh, AndAlso(GreaterThanOrEqual(at[thread], next[thread]), LessThan(at[thread], end[thread])));
            use.Add(Assign(next[thread], Add(at[thread], Constant(1))));
        }

        code.Add(IfThenElse(
            ArrayIndex(satisfies, state),
            IfThen(fresh, Block([Increment(state), .. use])),
            Increment(state)));
        return Block(code);
    }

    private UnaryExpression Increment(Expression index) => PreIncrementAssign(ArrayAccess(counts, index));

    private BinaryExpression Value(PerpetualLoad load) =>
        ArrayIndex(read[load.Thread], Add(Add(LeftShift(at[load.Thread], shift), row), load.Slot == 0 ? Constant(0) : Multiply(length, Constant(load.Slot))));

    // What a row keeps from one of its iterations to the next.
    private IndexExpression Place(int number) => ArrayAccess(places, Add(origin, Constant(number)));

    private Expression Divide(Expression value) => step == 1 ? value : Expression.Divide(value, Constant(step));

    private static MethodCallExpression Larger(Expression left, Expression right) => Call(typeof(Math), nameof(Math.Max), null, left, right);

    private static MethodCallExpression Smaller(Expression left, Expression right) => Call(typeof(Math), nameof(Math.Min), null, left, right);
}
