using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Properties;

/// <summary>Histories of simulated stores, each satisfying a model because of how the store works.</summary>
internal static class SimulatedHistories
{
    private const int Clients = 4, Keys = 2, Operations = 80;

    /// <summary>One copy; each operation takes effect at an instant between its invocation and its answer.</summary>
    public static History Atomic(int seed)
    {
        var random = new Random(seed);
        List<Step> steps = Plan(random);
        var values = new long[Keys];
        foreach (Step step in steps.OrderBy(s => s.Effect))
        {
            if (step.IsWrite) values[step.Key] = step.Value;
            else step.Value = values[step.Key];
        }

        return Build(steps);
    }

    /// <summary>One log of all writes; every client reads a prefix of it that grows, and holds its own writes.</summary>
    public static History OneLog(int seed) => Log(seed, ownWrites: true);

    /// <summary>One log of all writes; every client reads a prefix of it that grows, wherever its own writes are.</summary>
    public static History ShippedLog(int seed) => Log(seed, ownWrites: false);

    /// <summary>A replica a client; updates wait for their causes, and of two updates of a key the later stamp counts.</summary>
    public static History Causal(int seed)
    {
        var random = new Random(seed);
        List<Step> steps = Plan(random);
        var log = new List<(Step Write, int Number, int[] Causes, (int, int) Stamp)>();
        int[][] seen = [.. Enumerable.Range(0, Clients).Select(_ => new int[Clients])];
        var stamps = new int[Clients];
        var newest = new (int, int)[Clients, Keys];
        var values = new long[Clients, Keys];
        foreach (Step step in steps)
        {
            int me = step.Client;
            for (bool changed = true; changed;)
            {
                changed = false;
                foreach ((Step write, int number, int[] causes, (int, int) stamp) in log)
                {
                    bool isNext = seen[me][write.Client] == number - 1 && Enumerable.Range(0, Clients).All(c => c == write.Client || seen[me][c] >= causes[c]);
                    if (!isNext || write.Client == me || random.Next(3) > 0) continue;
                    Apply(me, write, number, stamp);
                    changed = true;
                }
            }

            if (!step.IsWrite)
            {
                step.Value = values[me, step.Key];
                continue;
            }

            (int, int) mine = (++stamps[me], me);
            log.Add((step, seen[me][me] + 1, [.. seen[me]], mine));
            Apply(me, step, seen[me][me] + 1, mine);
        }

        return Build(steps);

        void Apply(int replica, Step write, int number, (int Time, int) stamp)
        {
            seen[replica][write.Client] = number;
            stamps[replica] = Math.Max(stamps[replica], stamp.Time);
            if (stamp.CompareTo(newest[replica, write.Key]) <= 0) return;
            (newest[replica, write.Key], values[replica, write.Key]) = (stamp, write.Value);
        }
    }

    /// <summary>A replica a client; each applies the updates of every other in their order, whenever they come.</summary>
    public static History Pipelined(int seed)
    {
        var random = new Random(seed);
        List<Step> steps = Plan(random);
        List<Step>[] sent = [.. Enumerable.Range(0, Clients).Select(_ => new List<Step>())];
        var seen = new int[Clients, Clients];
        var values = new long[Clients, Keys];
        foreach (Step step in steps)
        {
            int me = step.Client;
            for (int other = 0; other < Clients; other++)
            {
                for (; other != me && seen[me, other] < sent[other].Count && random.Next(2) == 0; seen[me, other]++)
                {
                    Step write = sent[other][seen[me, other]];
                    values[me, write.Key] = write.Value;
                }
            }

            if (!step.IsWrite)
            {
                step.Value = values[me, step.Key];
                continue;
            }

            sent[me].Add(step);
            values[me, step.Key] = step.Value;
        }

        return Build(steps);
    }

    /// <summary>
    /// The history with one read changed: its client had read a write of the same key before, and now reads what that write's client had written before it. Null where there is no such read.
    /// No model that keeps the order of each client's writes and lets nobody step back explains that.
    /// </summary>
    public static (History History, int Read)? GoneBack(History history, int seed)
    {
        Operation[] all = history.Operations.ToArray();
        int Write(long value, int key) => Array.FindIndex(all, o => o.Kind == OperationKind.Write && o.Key == key && o.Value == value);
        (int Later, long Older)[] choices =
        [
            .. from first in Enumerable.Range(0, all.Length)
               where all[first].ReturnsValue && all[first].Value != history.Initial
               let newer = Write(all[first].Value, all[first].Key)
               from older in Enumerable.Range(0, newer)
               where all[older].Kind == OperationKind.Write && all[older].Key == all[newer].Key && all[older].Client == all[newer].Client
               from later in Enumerable.Range(first + 1, all.Length - first - 1)
               where all[later].ReturnsValue && all[later].Client == all[first].Client && all[later].Key == all[first].Key && all[later].Value != all[older].Value
               select (later, all[older].Value),
        ];
        if (choices.Length == 0) return null;
        (int read, long value) = choices[new Random(seed).Next(choices.Length)];
        return (Of(history, [.. all.Select((o, i) => i == read ? o with { Value = value } : o)]), read);
    }

    private static History Log(int seed, bool ownWrites)
    {
        var random = new Random(seed);
        List<Step> steps = Plan(random);
        var log = new List<Step>();
        var place = new int[Clients];
        foreach (Step step in steps)
        {
            if (step.IsWrite) log.Add(step);
            if (step.IsWrite && ownWrites) place[step.Client] = log.Count;
            if (step.IsWrite) continue;
            place[step.Client] = random.Next(place[step.Client], log.Count + 1);
            step.Value = log.Take(place[step.Client]).LastOrDefault(w => w.Key == step.Key)?.Value ?? 0;
        }

        return Build(steps);
    }

    /// <summary>Operations by invocation, reads without their values.</summary>
    private static List<Step> Plan(Random random)
    {
        var free = new long[Clients];
        var steps = new List<Step>();
        for (int i = 0; i < Operations; i++)
        {
            int client = random.Next(Clients);
            long from = free[client] + random.Next(1, 9), effect = from + random.Next(9), to = effect + random.Next(9);
            free[client] = to + 1;
            steps.Add(new Step(client, random.Next(Keys), random.Next(2) == 0, from, effect, to) { Value = i + 1 });
        }

        return [.. steps.OrderBy(s => s.From)];
    }

    private static History Build(List<Step> steps)
    {
        var builder = new HistoryBuilder();
        foreach (Step step in steps)
        {
            if (step.IsWrite) builder.Write("C" + step.Client, "k" + step.Key, step.Value, step.From, step.To);
            else builder.Read("C" + step.Client, "k" + step.Key, step.Value, step.From, step.To);
        }

        return builder.Build();
    }

    private static History Of(History history, Operation[] operations)
    {
        var builder = new HistoryBuilder();
        foreach (Operation operation in operations)
        {
            (string client, string key) = (history.Clients[operation.Client], history.Keys[operation.Key]);
            if (operation.Kind == OperationKind.Write) builder.Write(client, key, operation.Value, operation.Invocation, operation.Response);
            else builder.Read(client, key, operation.Value, operation.Invocation, operation.Response);
        }

        return builder.Build();
    }

    private sealed record Step(int Client, int Key, bool IsWrite, long From, long Effect, long To)
    {
        public long Value { get; set; }
    }
}
