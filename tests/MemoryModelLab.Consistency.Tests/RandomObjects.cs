using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Consistency.Tests;

/// <summary>Histories of objects by chance, the same for the same seed.</summary>
internal static class RandomObjects
{
    /// <summary>A small history: of an atomic object, one answer perhaps changed.</summary>
    public static ObjectHistory Create(int seed, ObjectType type, int operations, int clients, bool distinct, double unknown = 0)
    {
        var random = new Random(seed);
        List<ObjectOperation> all = Simulate(random, type, random.Next(2, operations + 1), clients, distinct, unknown, broken: -1);
        int changes = random.Next(3);
        for (int change = 0; change < changes && all.Count > 0; change++)
        {
            int i = random.Next(all.Count);
            ObjectOperation operation = all[i];
            if (operation.Answer is not null && operation.Outcome == Outcome.Ok)
            {
                bool isTruth = operation.Function is "contains" or "cas" || type == ObjectType.Set;
                all[i] = operation with { Answer = isTruth ? random.Next(2) : random.Next(4) == 0 && type != ObjectType.Counter && type != ObjectType.CasRegister ? ObjectOperation.Empty : random.Next(1, 5) };
            }
            else if (operation.Items is { } items && operation.Outcome == Outcome.Ok)
            {
                all[i] = operation with { Items = random.Next(2) == 0 ? [.. items.Skip(1)] : [.. items.SkipLast(1)] };
            }
        }

        return new ObjectHistory($"seed {seed}", type, all);
    }

    /// <summary>A long history of an atomic object; or of one that goes wrong once: in the middle it answers with what it answered before.</summary>
    public static ObjectHistory Atomic(int seed, ObjectType type, int operations, int clients, bool isBroken, double unknown = 0, bool distinct = true) =>
        new("atomic", type, Simulate(new Random(seed), type, operations, clients, distinct, unknown, goesOn: true, broken: isBroken ? operations / 2 : -1));

    /// <summary>The history of some of the operations.</summary>
    public static ObjectHistory Only(ObjectHistory history, IReadOnlyList<int> operations) => new(history.Name, history.Type, operations.Select(i => history.Operations[i]));

    /// <summary>A history as text, a line an operation.</summary>
    public static string Show(ObjectHistory history) => string.Concat(history.Operations.Select(o => $"\n  {o.Client}: {history.Call(o)} {o.Outcome} [{o.Invocation}, {(o.Response == Operation.Never ? "-" : o.Response)}]"));

    /// <summary>Each operation takes effect at the instant of its turn, was invoked some time before and is answered some time after.</summary>
    private static List<ObjectOperation> Simulate(Random random, ObjectType type, int count, int clients, bool distinct, double unknown, int broken, bool goesOn = false)
    {
        var all = new List<ObjectOperation>();
        var free = new long[clients];
        var lives = new int[clients]; // a client that was not answered goes on as another
        var state = new List<long>();
        long number = 0, fresh = 0, slack = random.Next(1, 25);
        for (int turn = 0; turn < count; turn++)
        {
            long now = 10 * (turn + 1);
            int client = random.Next(clients);
            if (free[client] >= now) continue;
            string function = type.Functions[random.Next(type == ObjectType.Set ? 3 : type.Functions.Count)];
            long value = distinct && type != ObjectType.Set ? ++fresh : type == ObjectType.Set ? random.Next(distinct ? count : 2) : random.Next(1, 4), expected = random.Next(3);
            if (type == ObjectType.Set && distinct && function != "contains") value = function == "add" || state.Count == 0 ? 1000 + ++fresh : state[random.Next(state.Count)];
            long? answer = null;
            long[]? items = null;
            switch (type.Name, function)
            {
                case ("queue", "dequeue") or ("stack", "pop"):
                    int at = function == "pop" ? state.Count - 1 : 0;
                    answer = state.Count == 0 ? ObjectOperation.Empty : state[at];
                    if (state.Count > 0) state.RemoveAt(at);
                    break;
                case ("set", "add"):
                    answer = state.Contains(value) ? 0 : 1;
                    if (answer == 1) state.Add(value);
                    break;
                case ("set", "remove"): answer = state.Remove(value) ? 1 : 0; break;
                case ("set", "contains"): answer = state.Contains(value) ? 1 : 0; break;
                case ("append", "read"): items = [.. state]; break;
                case ("counter", "add"): (number, answer) = (number + value, random.Next(2) == 0 ? number + value : null); break;
                case ("cas-register", "write"): number = value; break;
                case ("cas-register", "cas"):
                    answer = number == expected ? 1 : 0;
                    if (answer == 1) number = value;
                    break;
                case (_, "read"): answer = number; break;
                default: state.Add(value); break;
            }

            if (broken >= 0 && turn > broken && all.Count > 0 && TryBreak(type, function, ref answer, ref items, all)) broken = -1;
            long from = Math.Max(free[client] + 1, now - random.Next((int)slack)), to = now + random.Next((int)slack);
            bool isUnknown = random.NextDouble() < unknown;
            free[client] = isUnknown && !goesOn ? long.MaxValue : to;
            all.Add(new ObjectOperation
            {
                Id = all.Count,
                Client = $"C{client}.{(isUnknown ? lives[client]++ : lives[client])}",
                Key = "o",
                Function = function,
                Argument = value,
                Expected = expected,
                Answer = isUnknown ? null : answer,
                Items = isUnknown ? null : items,
                Outcome = isUnknown ? Outcome.Info : Outcome.Ok,
                Invocation = from,
                Response = isUnknown ? Operation.Never : to,
            });
        }

        return all;
    }

    /// <summary>A wrong answer: a value twice, a member that is denied, a list without its last.</summary>
    private static bool TryBreak(ObjectType type, string function, ref long? answer, ref long[]? items, List<ObjectOperation> all)
    {
        if (type == ObjectType.Append)
        {
            if (function != "read" || items is not { Length: > 20 }) return false;
            items = items[..^20];
            return true;
        }

        if (type == ObjectType.Set)
        {
            if (function != "add" || answer != 1) return false;
            answer = 0;
            return true;
        }

        if (function is not ("dequeue" or "pop") || answer == ObjectOperation.Empty) return false;
        answer = all.Last(o => o.Function == function && o.Answer != ObjectOperation.Empty).Answer;
        return true;
    }
}
