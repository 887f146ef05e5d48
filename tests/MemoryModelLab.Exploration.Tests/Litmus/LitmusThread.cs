using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using ExecutionGraph = MemoryModelLab.Exploration.Engine.ExecutionGraph;
using PathEventKind = MemoryModelLab.Models.Enumeration.EventKind;

namespace MemoryModelLab.Exploration.Tests.Litmus;

/// <summary>
/// Runs a thread of a litmus test on the explorer: of all paths through its code, the one that what it has read so far leaves decides what it
/// does next, on which addresses, and what that depends on.
/// </summary>
internal sealed class LitmusThread(IReadOnlyList<ThreadPath> paths, int[] locations)
{
    private static readonly long[] Probes = [0, 1, 2, 3, 4, 5, 7, 42, 1000, -1];

    private long[] values = [];
    private bool[] known = [];

    /// <summary>The registers' values after the thread, whose reads are those in the graph.</summary>
    public long[] Registers(ExecutionGraph graph, int thread)
    {
        Restart();
        var state = graph.Threads[thread];
        var reads = new Queue<long>(state.Events[..state.Length].Where(id => graph.Events[id].IsRead).Select(id => graph.Events[id].Value));
        for (int at = 0; Path() is { } path && at < path.Events.Count; at++)
            if (path.Events[at].Kind is PathEventKind.Read or PathEventKind.ReadModifyWrite) Know(at, reads.Dequeue());
        return [.. Path()!.Registers.Select(Evaluate)];
    }

    /// <summary>Runs the thread.</summary>
    public void Run()
    {
        Restart();
        var runner = SharedMemory.Current;
        for (int at = 0; ; at++)
        {
            if (Path() is not { } path)
            {
                runner.Block(runner.Position - 1);
                return;
            }

            if (at == path.Events.Count) return;
            var e = path.Events[at];
            var access = e.Location < 0
                ? default
                : new Access(locations[e.Location], LitmusOrder.Of(e), 0, Bits(e.Addr), Bits(e.Ctrl) | Bits(e.Data));
            switch (e.Kind)
            {
                case PathEventKind.Fence:
                    if (LitmusOrder.OfFence(e.Tags) is { } order) runner.Fence(order, 0);
                    break;
                case PathEventKind.Read when IsUpdate(at):
                    var (update, operand, comparand) = Function(at);
                    Know(at, runner.Modify(access, update, operand, comparand, out bool written));
                    if (written) at++;
                    break;
                case PathEventKind.Read:
                    Know(at, runner.Read(access));
                    break;
                case PathEventKind.Write:
                    runner.Write(access, Evaluate(e.Value!));
                    break;
                default:
                    (update, operand, comparand) = Function(at);
                    Know(at, runner.Modify(access, update, operand, comparand, out _));
                    break;
            }
        }
    }

    private static ulong Bits(EventMask mask) => mask.Elements().Where(e => e < 64).Aggregate(0UL, (bits, e) => bits | (1UL << e));

    private void Restart()
    {
        int longest = paths.Max(path => path.Events.Count);
        (values, known) = (new long[longest], new bool[longest]);
    }

    private void Know(int at, long value) => (values[at], known[at]) = (value, true);

    /// <summary>The first path that what was read so far allows.</summary>
    private ThreadPath? Path() => paths.FirstOrDefault(path => path.Constraints.All(constraint =>
        !constraint.Condition.TryEvaluate(values, known, 0, out long value) || (value != 0) == constraint.Holds));

    private long Evaluate(Expression expression) =>
        expression.TryEvaluate(values, known, 0, out long value) ? value : throw new InvalidOperationException("an expression of what was not read");

    /// <summary>Whether a write follows the read, on some path that is left, as the other half of a read-modify-write.</summary>
    private bool IsUpdate(int at) => Probes.Concat(Constants).Any(value => Modify(at, value) is not null);

    private static IEnumerable<long> Constants => Enumerable.Range(0, 8).Select(AddressSpace.AddressOf);

    /// <summary>What the read-modify-write that begins here writes, having read a value; null if nothing.</summary>
    private long? Modify(int at, long value)
    {
        var before = (values[at], known[at]);
        Know(at, value);
        var path = Path();
        long? result = null;
        if (path is not null)
        {
            var self = path.Events[at];
            if (self.Kind == PathEventKind.ReadModifyWrite) result = Evaluate(self.Value!);
            else if (at + 1 < path.Events.Count && path.Events[at + 1] is { Kind: PathEventKind.Write } write && write.RmwRead == at)
                result = Evaluate(write.Value!);
        }

        (values[at], known[at]) = before;
        return result;
    }

    /// <summary>Finds which of the operations the explorer knows this one is.</summary>
    private (Update Update, long Operand, long Comparand) Function(int at)
    {
        var written = Probes.Select(value => (Value: value, Result: Modify(at, value))).Where(pair => pair.Result is not null).ToList();
        if (written.Count < Probes.Length)
        {
            written.AddRange(Constants.Select(value => (Value: value, Result: Modify(at, value))).Where(pair => pair.Result is not null));
            return written.Count == 1
                ? (Update.CompareExchange, written[0].Result!.Value, written[0].Value)
                : throw new NotSupportedException("a read-modify-write of another kind");
        }

        if (written.All(pair => pair.Result == written[0].Result)) return (Update.Exchange, written[0].Result!.Value, 0);
        long difference = written[1].Result!.Value - written[1].Value;
        return written.All(pair => pair.Result - pair.Value == difference)
            ? (Update.Add, difference, 0)
            : throw new NotSupportedException("a read-modify-write of another kind");
    }
}
