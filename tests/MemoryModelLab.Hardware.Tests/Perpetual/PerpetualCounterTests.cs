using System.Numerics;
using MemoryModelLab.Hardware.Perpetual;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests.Perpetual;

/// <summary>The counter on executions of simulated machines, of which everything is known.</summary>
public class PerpetualCounterTests
{
    private const int Iterations = 480;

    private const string StoreBuffering = "P0 | P1 ;\nmovl $1,(x) | movl $1,(y) ;\nmovl (y),%eax | movl (x),%eax ;\nexists (0:rax=0 /\\ 1:rax=0)";
    private const string OwnReads = "P0 | P1 ;\nmovl $1,(x) | movl $1,(y) ;\nmovl (x),%eax | movl (y),%eax ;\nmovl (y),%ebx | movl (x),%ebx ;\nexists (0:rax=1 /\\ 0:rbx=0 /\\ 1:rax=1 /\\ 1:rbx=0)";
    private const string MessagePassing = "P0 | P1 ;\nmovl $1,(x) | movl (y),%eax ;\nmovl $1,(y) | movl (x),%ebx ;\nexists (1:rax=1 /\\ 1:rbx=0)";
    private const string LoadBuffering = "P0 | P1 ;\nmovl (x),%eax | movl (y),%eax ;\nmovl $1,(y) | movl $1,(x) ;\nexists (0:rax=1 /\\ 1:rax=1)";
    private const string TwoStores = "P0 | P1 ;\nmovl $1,(x) | movl (y),%eax ;\nmovl $2,(x) | movl (x),%ebx ;\nmovl $1,(y) | mfence ;\nexists (1:rax=1 /\\ 1:rbx=1)";
    private const string Independent = "P0 | P1 | P2 | P3 ;\nmovl $1,(x) | movl $1,(y) | movl (x),%eax | movl (y),%eax ;\n | | movl (y),%ebx | movl (x),%ebx ;\nexists (2:rax=1 /\\ 2:rbx=0 /\\ 3:rax=1 /\\ 3:rbx=0)";

    public static TheoryData<string, int> ForbiddenInOrder()
    {
        var data = new TheoryData<string, int>();
        foreach (string test in (string[])[StoreBuffering, OwnReads, MessagePassing, LoadBuffering, TwoStores, Independent])
        {
            for (int seed = 0; seed < 8; seed++) data.Add(test, seed);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ForbiddenInOrder))]
    public void What_a_machine_without_buffers_cannot_do_is_never_counted(string text, int seed)
    {
        int rows = seed % 2 == 0 ? 1 : 16;
        (PerpetualTest test, int[][] values) = Run(text, seed, buffered: false, rows);
        Assert.Equal(0, Counted(test, values, 1 + (seed % 4), rows).Satisfied);
    }

    [Theory]
    [InlineData(MessagePassing)]
    [InlineData(TwoStores)]
    [InlineData(Independent)]
    [InlineData(LoadBuffering)]
    public void What_a_machine_with_store_buffers_cannot_do_is_never_counted(string text)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            int rows = 1 << (seed % 4);
            (PerpetualTest test, int[][] values) = Run(text, seed, buffered: true, rows);
            Assert.Equal(0, Counted(test, values, 2, rows).Satisfied);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Store_buffering_is_found_as_often_as_pairs_of_iterations_can_be_matched(int seed)
    {
        (PerpetualTest test, int[][] values) = Run(StoreBuffering, seed, buffered: true, rows: 1);
        long best = Matching(values, 0, 1);
        Assert.True(best > 0);
        Assert.Equal(best, General(test, values, rows: 1)[0]);
        Assert.InRange(Counted(test, values, 1).Satisfied, best * 3 / 4, best);
        Assert.InRange(Counted(test, values, 3).Satisfied, 1, best);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(16, 2)]
    [InlineData(32, 3)]
    public void Each_row_is_a_run_by_itself(int rows, int seed)
    {
        (PerpetualTest test, int[][] values) = Run(StoreBuffering, seed, buffered: true, rows);
        long best = Enumerable.Range(0, rows).Sum(row => Matching(values, row, rows));
        Assert.True(best > 0);
        Assert.Equal(best, General(test, values, rows)[0]);
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(16, 2)]
    [InlineData(32, 3)]
    public void Counting_side_by_side_counts_the_same(int rows, int seed)
    {
        (PerpetualTest test, int[][] values) = Run(StoreBuffering, seed, buffered: true, rows);
        long[] counts = new long[4];
        PairingLanes.Count(values[0], values[1], BitOperations.Log2((uint)rows), 0, Iterations / rows, counts);
        Assert.Equal(General(test, values, rows), counts);
    }

    [Fact]
    public void No_iteration_counts_twice()
    {
        // P1's only early iteration was held up while P0 ran through; it can be a partner once.
        PerpetualTest test = Recognise(StoreBuffering);
        int[] first = [.. Enumerable.Repeat(0, Iterations)], second = [0, .. Enumerable.Repeat(Iterations, Iterations - 1)];
        Assert.Equal(1, General(test, [first, second], rows: 1)[0]);
        Assert.Equal(1, Counted(test, [first, second], 1).Satisfied);
    }

    [Fact]
    public void Every_iteration_is_counted_at_most_once()
    {
        (PerpetualTest test, int[][] values) = Run(MessagePassing, 5, buffered: true);
        Assert.Equal(Iterations, Counted(test, values, 2).Total);
    }

    // Each P1 iteration m of a row that missed iteration n of P0, and was missed by it, may be its partner: the largest set of disjoint pairs.
    private static long Matching(int[][] values, int row, int rows)
    {
        int iterations = Iterations / rows;
        int[] partner = [.. Enumerable.Repeat(-1, iterations)];
        return Enumerable.Range(0, iterations).Count(n => Augment(n, new bool[iterations]));

        bool Augment(int n, bool[] seen)
        {
            for (int m = 0; m < iterations; m++)
            {
                if (seen[m] || values[0][(n * rows) + row] > m || values[1][(m * rows) + row] > n) continue;
                seen[m] = true;
                if (partner[m] >= 0 && !Augment(partner[m], seen)) continue;
                partner[m] = n;
                return true;
            }

            return false;
        }
    }

    private static long[] General(PerpetualTest test, int[][] values, int rows)
    {
        long[] counts = new long[4];
        new PairingCode(test, [[0, 0]], [true, false, false, false], [2, 2]).Count(values, BitOperations.Log2((uint)rows), Iterations, 0, Iterations / rows, counts);
        return counts;
    }

    private static (long Satisfied, long Total) Counted(PerpetualTest test, int[][] values, int shares, int rows = 1)
    {
        var counter = new PerpetualCounter(test, Iterations);
        long[] counts = new long[counter.States];
        for (int share = 0; share < shares; share++) counter.Count(values, rows, share, shares, counts);
        return (counter.Satisfied(counts), counts.Sum());
    }

    private static PerpetualTest Recognise(string text)
    {
        LitmusTest test = LitmusParser.Parse($"X86_64 T\n{{ }}\n{text}\n", "t.litmus");
        PerpetualTest? perpetual = PerpetualRecognition.Recognise(LitmusLowering.Lower(test), out string reason);
        Assert.True(perpetual is not null, reason);
        return perpetual;
    }

    private static (PerpetualTest Test, int[][] Values) Run(string text, int seed, bool buffered, int rows = 1)
    {
        PerpetualTest test = Recognise(text);
        return (test, new SimulatedMachine(test, seed, buffered, rows).Run(Iterations));
    }

    /// <summary>Threads that take steps in a random order: on one memory, or with a store buffer each in front of it.</summary>
    private sealed class SimulatedMachine(PerpetualTest test, int seed, bool buffered, int rows)
    {
        private readonly Random random = new(seed);
        private readonly Dictionary<int, int> memory = [];

        public int[][] Run(int iterations)
        {
            int threads = test.Threads.Count;
            int[][] values = [.. Enumerable.Range(0, threads).Select(thread => new int[iterations * Math.Max(1, test.LoadsOf(thread).Count)])];
            Queue<(int Location, int Value)>[] buffers = [.. Enumerable.Range(0, threads).Select(_ => new Queue<(int, int)>())];
            IEnumerator<bool>[] running = [.. Enumerable.Range(0, threads).Select(thread => Thread(thread, iterations, values[thread], buffers[thread]).GetEnumerator())];
            var alive = new HashSet<int>(Enumerable.Range(0, threads));
            int turn = 0;
            while (alive.Count > 0)
            {
                // Mostly the same thread again: so they drift apart, as real ones do.
                if (random.Next(4) == 0) turn = random.Next(threads);
                if (buffers[turn].Count > 0 && (!alive.Contains(turn) || random.Next(3) == 0 || buffers[turn].Count > 6))
                {
                    (int location, int value) = buffers[turn].Dequeue();
                    memory[location] = value;
                }
                else if (alive.Contains(turn) && !running[turn].MoveNext())
                {
                    alive.Remove(turn);
                }
                else if (!alive.Contains(turn))
                {
                    turn = random.Next(threads);
                }
            }

            return values;
        }

        private IEnumerable<bool> Thread(int thread, int iterations, int[] values, Queue<(int Location, int Value)> buffer)
        {
            ThreadProgram program = test.Program.Threads[thread];
            for (int n = 0; n < iterations; n++)
            {
                int store = 0;
                var registers = new Dictionary<int, int>();
                foreach (Op op in program.Code)
                {
                    if (op is Op.Fence)
                    {
                        while (buffer.Count > 0) yield return true;
                    }
                    else if (op is Op.Store write)
                    {
                        PerpetualStore sequence = test.Stores.Where(s => s.Thread == thread).ElementAt(store++);
                        int value = (test.Step * (n / rows)) + sequence.Offset;
                        if (buffered) buffer.Enqueue((Cell(write.Address, n), value));
                        else memory[Cell(write.Address, n)] = value;
                    }
                    else if (op is Op.Load load)
                    {
                        int location = Cell(load.Address, n);
                        (int Location, int Value) inMemory = (location, memory.GetValueOrDefault(location));
                        registers[load.Destination] = buffer.LastOrDefault(entry => entry.Location == location, inMemory).Value;
                    }

                    yield return true;
                }

                foreach (PerpetualLoad load in test.LoadsOf(thread))
                {
                    string name = load.Register == 0 ? "rax" : "rbx";
                    values[(load.Slot * iterations) + n] = registers[program.Registers.ToList().IndexOf(name)];
                }
            }
        }

        private int Cell(Operand address, int n) => (test.Program.Locations.Single(location => location.Address == address.Value).Declared * rows) + (n % rows);
    }
}
