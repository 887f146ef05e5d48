using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>All orders of a few operations on objects, tried one after the other, with the objects of the base class library as the specification.</summary>
internal static class ObjectOrders
{
    public static bool IsLinearizable(ObjectHistory history) =>
        history.Operations.GroupBy(o => o.Key).All(g => Place(history, [.. g.Where(o => o.Outcome != Outcome.Fail)], []));

    private static bool Place(ObjectHistory history, List<ObjectOperation> left, List<ObjectOperation> placed)
    {
        if (placed.Count > 0 && !IsRight(history, placed)) return false;
        if (left.All(o => o.Outcome == Outcome.Info)) return true;
        foreach (ObjectOperation next in left)
        {
            if (left.Any(o => o.Response < next.Invocation)) continue;
            List<ObjectOperation> rest = [.. left.Where(o => o != next)];
            if (Place(history, rest, [.. placed, next])) return true;
        }

        return false;
    }

    private static bool IsRight(ObjectHistory history, List<ObjectOperation> order)
    {
        var queue = new Queue<long>();
        var stack = new Stack<long>();
        var set = new HashSet<long>();
        var list = new List<long>();
        long number = 0;
        foreach (ObjectOperation operation in order)
        {
            long? answer = null;
            IEnumerable<long>? items = null;
            switch (history.Type.Name, operation.Function)
            {
                case ("queue", "enqueue"): queue.Enqueue(operation.Argument); break;
                case ("queue", _): answer = queue.TryDequeue(out long first) ? first : ObjectOperation.Empty; break;
                case ("stack", "push"): stack.Push(operation.Argument); break;
                case ("stack", _): answer = stack.TryPop(out long top) ? top : ObjectOperation.Empty; break;
                case ("set", "add"): answer = set.Add(operation.Argument) ? 1 : 0; break;
                case ("set", "remove"): answer = set.Remove(operation.Argument) ? 1 : 0; break;
                case ("set", "contains"): answer = set.Contains(operation.Argument) ? 1 : 0; break;
                case ("set", _): items = set.Order(); break;
                case ("append", "append"): list.Add(operation.Argument); break;
                case ("append", _): items = list; break;
                case ("counter", "add"): answer = number += operation.Argument; break;
                case (_, "write"): number = operation.Argument; break;
                case (_, "cas"):
                    answer = number == operation.Expected ? 1 : 0;
                    if (answer == 1) number = operation.Argument;
                    break;
                default: answer = number; break;
            }

            if (operation.Answer is { } given && answer is not null && given != answer) return false;
            if (operation.Items is { } read && items is not null && !read.SequenceEqual(items)) return false;
        }

        return true;
    }
}
